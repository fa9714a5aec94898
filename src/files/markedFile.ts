import * as fs from 'node:fs/promises';
import { checkRegular, isSettled, markOf, READ_ONLY, type WholeFile } from './wholeFile';

/**
 * The same as `readWhole` without blocking. Undefined if the file is missing, larger than `maxBytes`, or not a regular
 * file.
 */
export async function readMarked(path: string, maxBytes: number): Promise<WholeFile | undefined> {
  try {
    const handle = await fs.open(path, READ_ONLY);
    try {
      // Before reading: a later write changes the mark.
      const stats = await handle.stat();
      checkRegular(stats, maxBytes);
      const bytes = await handle.readFile();
      return { bytes, mark: markOf(stats), isSettled: isSettled(stats) };
    } finally {
      await handle.close();
    }
  } catch {
    // Another program may have put anything in its place.
    return undefined;
  }
}
