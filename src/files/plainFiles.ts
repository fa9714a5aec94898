import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './systemCode';

// For processes that run for one command. The first call of each `node:fs` function costs time, so these functions use
// few of them, and the same ones as `readWhole`.

/**
 * Opens a file with access for its owner only: a new one (`wx`), or one to append to and read (`a+`). Creates the folder
 * if it is missing. Throws the errors of the file system.
 */
export function openInFolder(folder: string, name: string, flags: 'wx' | 'a+'): number {
  const path = join(folder, name);
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(path, flags, 0o600);
  }
}

/** Writes all of `text`, in UTF-8. Throws the errors of the file system. */
export function writeWhole(descriptor: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
