import { close, closeSync, fstat, open, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { OpenFile } from '../core/files';
import { fileError } from './fileError';

/** Opens a file of the real disk for reading. Rejects with the system's own error. */
export async function openFile(path: string): Promise<OpenFile> {
  const descriptor = await promisify(open)(path, 'r');
  try {
    const { size } = await promisify(fstat)(descriptor);
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
    readInto: (room, from) => {
      try {
        return readAll(descriptor, room, from);
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

/** One call of the system may read less than there is. */
function readAll(descriptor: number, room: Uint8Array, from: number): number {
  let count = 0;
  while (count < room.length) {
    const more = readSync(descriptor, room, count, room.length - count, from + count);
    if (more === 0) break;
    count += more;
  }
  return count;
}
