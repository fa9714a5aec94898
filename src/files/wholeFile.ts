import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** A file read at once. */
export interface WholeFile {
  readonly bytes: Buffer;
  /** Which file it is and when it was last changed: writing to a file changes its mark, whatever is written. */
  readonly mark: string;
  /** Whether a later change could not carry the same mark: the file's last change is long enough ago for its clock. */
  readonly isSettled: boolean;
}

/**
 * Throws what the file system throws. The bytes of a file that has room in `room` lie there, until something else does:
 * memory that was written to once costs the system nothing more.
 */
export function readWhole(path: string, room?: Buffer): WholeFile {
  const descriptor = openSync(path, 'r');
  try {
    return readOpen(descriptor, room);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a file that is open, from its beginning, as `readWhole` does. */
export function readOpen(descriptor: number, room?: Buffer): WholeFile {
  const stats = fstatSync(descriptor);
  const { size } = stats;
  const bytes = room && room.length >= size ? room.subarray(0, size) : Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return { bytes: bytes.subarray(0, length), mark: markOf(stats), isSettled: isSettled(stats) };
}

/** The mark of a file as `readWhole` would give it. */
export function markOf({ size, mtimeMs, ctimeMs, ino, dev }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino, dev].join(' ');
}

/** Some file systems count only whole seconds, FAT even two; on the others a tick is some milliseconds. */
function isSettled({ ctimeMs }: Stats): boolean {
  const tickMs = ctimeMs % 1000 === 0 ? 2500 : 50;
  return Date.now() - ctimeMs > tickMs;
}
