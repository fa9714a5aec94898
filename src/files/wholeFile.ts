import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** A complete file. */
export interface WholeFile {
  readonly bytes: Buffer;
  /** Identifies the file and its last change. Any write to the file changes it. */
  readonly mark: string;
  /** Whether a later change is guaranteed to change the mark: the last one is older than the clock's resolution. */
  readonly isSettled: boolean;
}

/**
 * Reads a file. If its content fits into `buffer`, it is stored there until the next use; memory that was written to
 * before is cheaper. Throws the errors of the file system.
 */
export function readWhole(path: string, buffer?: Buffer): WholeFile {
  const descriptor = openSync(path, 'r');
  try {
    return readOpen(descriptor, buffer);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads an open file from its beginning, like `readWhole`. */
export function readOpen(descriptor: number, buffer?: Buffer): WholeFile {
  const stats = fstatSync(descriptor);
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

/** Some file systems store times in seconds (FAT: two seconds), the others in milliseconds. */
function isSettled({ ctimeMs }: Stats): boolean {
  const tickMs = ctimeMs % 1000 === 0 ? 2500 : 50;
  return Date.now() - ctimeMs > tickMs;
}
