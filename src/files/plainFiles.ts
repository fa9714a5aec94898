import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './systemCode';
import { APPEND, checkRegular } from './wholeFile';

// For processes that run for a single command. The first call of each `node:fs` function costs time, so these functions
// use few of them, the same ones as `readWhole`.

/**
 * Opens a file with access for its owner only: a new one (`wx`), or one to append to and read (`a+`). Creates the
 * folder if it is missing. Throws the errors of the file system and of `checkRegular`.
 */
export function openInFolder(folder: string, name: string, flags: 'wx' | 'a+'): number {
  const path = join(folder, name);
  const how = flags === 'a+' ? APPEND : flags;
  let file: number;
  try {
    file = openSync(path, how, 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    file = openSync(path, how, 0o600);
  }
  return flags === 'a+' ? regular(file) : file;
}

function regular(file: number): number {
  try {
    checkRegular(fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Writes all of `text`, in UTF-8. Throws the errors of the file system. */
export function writeWhole(descriptor: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
}
