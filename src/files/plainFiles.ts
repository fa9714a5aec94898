import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './fileError';

// For processes that live for one command: each function of `node:fs` costs such a process something the first time,
// so these use few, and the same ones as `readWhole`.

/**
 * Opens a file of a folder for its owner alone: a new one (`wx`), or one to append to and to read (`a+`). The folder is
 * made where it is missing. Throws what the file system throws.
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

/** Writes all of `text`, in UTF-8. Throws what the file system throws. */
export function writeWhole(descriptor: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
