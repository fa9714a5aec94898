import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { checkRegular, READ_ONLY } from './wholeFile';

/** The file of the program table, in the folder of the bundles and in the guard's folder. */
export const PROGRAM_TABLE = 'programs.txt';

/**
 * The program table in a file. The file is opened for each range that is read, because a process
 * reads few.
 */
export function programTableAt(path: string): {
  readonly size: () => number;
  readonly read: (offset: number, length: number) => string;
} {
  return {
    size: () => withFile(path, (file) => fstatSync(file).size),
    read: (offset, length) =>
      withFile(path, (file) => {
        const bytes = Buffer.allocUnsafe(length);
        return bytes.toString('latin1', 0, readSync(file, bytes, 0, length, offset));
      }),
  };
}

function withFile<T>(path: string, work: (file: number) => T): T {
  const file = openSync(path, READ_ONLY);
  try {
    checkRegular(fstatSync(file));
    return work(file);
  } finally {
    closeSync(file);
  }
}
