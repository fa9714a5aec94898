import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** A complete file. */
export interface WholeFile {
  readonly bytes: Buffer;
  /** Identifies the file and its last change. Any write to the file changes it. */
  readonly mark: string;
  /**
   * Whether a later change is guaranteed to change the mark: the last change is older than the resolution of the clock.
   */
  readonly isSettled: boolean;
}

/** Undefined on Windows. */
const NON_BLOCKING = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;
/** Flags to open a file for reading without waiting for the writer of a pipe. */
export const READ_ONLY = constants.O_RDONLY | NON_BLOCKING;
/** Flags to open a file, existing or not, for appending and reading. */
export const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | NON_BLOCKING;

/** Larger than any file that the guard reads. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Throws `ENOTSUP` for a pipe, a device or a folder, and `EFBIG` for a file over the limit. */
export function checkRegular(stats: Stats, maxBytes = MAX_BYTES): void {
  if (!stats.isFile()) throw fault('ENOTSUP', 'is not a regular file');
  if (stats.size > maxBytes) throw fault('EFBIG', `is larger than ${maxBytes} bytes`);
}

function fault(code: string, text: string): Error {
  return Object.assign(new Error(`${code}: it ${text}`), { code });
}

/**
 * Reads a file. Content that fits into `buffer` is stored there and valid until its next use; reusing memory is faster.
 * Throws the errors of the file system and of `checkRegular`.
 */
export function readWhole(path: string, buffer?: Buffer, maxBytes?: number): WholeFile {
  const descriptor = openSync(path, READ_ONLY);
  try {
    return readOpen(descriptor, buffer, maxBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads an open file from its beginning, like `readWhole`. */
export function readOpen(descriptor: number, buffer?: Buffer, maxBytes?: number): WholeFile {
  const stats = fstatSync(descriptor);
  checkRegular(stats, maxBytes);
  const { size } = stats;
  const bytes =
    buffer && buffer.length >= size ? buffer.subarray(0, size) : Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return { bytes: bytes.subarray(0, length), mark: markOf(stats), isSettled: isSettled(stats) };
}

/** The mark of a file, as in `WholeFile`. */
export function markOf({ size, mtimeMs, ctimeMs, ino, dev }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino, dev].join(' ');
}

/** As in `WholeFile`. Some file systems store times in seconds (FAT: two seconds), the others in milliseconds. */
export function isSettled({ ctimeMs }: Stats): boolean {
  const tickMs = ctimeMs % 1000 === 0 ? 2500 : 50;
  return Date.now() - ctimeMs > tickMs;
}
