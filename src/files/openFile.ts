import { close, closeSync, fstat, open, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OpenFile } from '../core/fileAccess';
import { fileError } from './fileError';
import { checkRegular, READ_ONLY } from './wholeFile';

/** Opens a file for reading. Rejects with the error of the operating system. */
export async function openFile(path: string): Promise<OpenFile> {
  const descriptor = await promisify(open)(path, READ_ONLY);
  try {
    const stats = await promisify(fstat)(descriptor);
    checkRegular(stats, Number.MAX_SAFE_INTEGER);
    const { size } = stats;
    return opened(descriptor, size, path);
  } catch (error) {
    await promisify(close)(descriptor);
    throw error;
  }
}

function opened(descriptor: number, sizeBytes: number, path: string): OpenFile {
  let isOpen = true;
  return {
    sizeBytes,
    readInto: (buffer, from) => {
      try {
        return readAll(descriptor, buffer, from);
      } catch (error) {
        throw fileError(error, 'read', path);
      }
    },
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** A single system call may read less than requested. */
function readAll(descriptor: number, buffer: Uint8Array, from: number): number {
  let count = 0;
  while (count < buffer.length) {
    const more = readSync(descriptor, buffer, count, buffer.length - count, from + count);
    if (more === 0) break;
    count += more;
  }
  return count;
}
