/** Layout of the write-ahead log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** Its lowest bit is the byte order of the checksums. */
const MAGIC = 0x377f0682;
/** Position of the journal mode in the database header: 1 for a rollback journal, 2 for a write-ahead log. */
const JOURNAL_BYTES = [18, 19] as const;

/**
 * The database after all completed transactions of its write-ahead log. Frames of an incomplete transaction or an
 * earlier log are ignored, as in SQLite.
 */
export function applyWal(database: Buffer, wal: Buffer): Buffer {
  const log = readWal(wal);
  const whole = Buffer.alloc(log === undefined ? database.length : log.pages * log.pageBytes);
  database.copy(whole);
  for (const [page, at] of log?.newest ?? []) {
    wal.copy(whole, (page - 1) * (log?.pageBytes ?? 0), at, at + (log?.pageBytes ?? 0));
  }
  if (whole.length > JOURNAL_BYTES[1]) for (const at of JOURNAL_BYTES) whole[at] = 1;
  return whole;
}

/**
 * The contents of the log: the position of the newest version of each page, and the number of pages of the database.
 */
interface WalContent {
  readonly pageBytes: number;
  readonly pages: number;
  readonly newest: ReadonlyMap<number, number>;
}

function readWal(wal: Buffer): WalContent | undefined {
  if (wal.length < HEADER_BYTES || (wal.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return undefined;
  const isBig = (wal.readUInt32BE(0) & 1) === 1;
  const pageBytes = wal.readUInt32BE(8);
  if (pageBytes < 512 || pageBytes > 65_536) return undefined;
  let sum = checksum(wal, 0, 24, isBig, [0, 0]);
  if (!hasChecksum(wal, 24, sum)) return undefined;
  const salt = wal.subarray(16, 24);
  const newest = new Map<number, number>();
  let written = new Map<number, number>();
  let pages = 0;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    if (!wal.subarray(at + 8, at + 16).equals(salt)) break;
    sum = checksum(wal, at, at + 8, isBig, sum);
    sum = checksum(wal, at + FRAME_HEADER_BYTES, at + frameBytes, isBig, sum);
    if (!hasChecksum(wal, at + 16, sum)) break;
    written.set(wal.readUInt32BE(at), at + FRAME_HEADER_BYTES);
    const committed = wal.readUInt32BE(at + 4);
    if (committed === 0) continue;
    pages = committed;
    for (const [page, content] of written) newest.set(page, content);
    written = new Map();
  }
  for (const page of newest.keys()) if (page > pages) newest.delete(page);
  return pages === 0 ? undefined : { pageBytes, pages, newest };
}

type Checksum = readonly [number, number];

function checksum(
  bytes: Buffer,
  from: number,
  to: number,
  isBig: boolean,
  before: Checksum,
): Checksum {
  let [one, two] = before;
  for (let at = from; at < to; at += 8) {
    one = (one + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0;
    two = (two + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}

const hasChecksum = (bytes: Buffer, at: number, [one, two]: Checksum): boolean =>
  bytes.readUInt32BE(at) === one && bytes.readUInt32BE(at + 4) === two;
