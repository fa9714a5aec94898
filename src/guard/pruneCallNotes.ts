import { join } from 'node:path';
import type { Files } from '../core/fileAccess';

/** A command that runs longer than this gets a second event when it ends. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** Removes call notes older than a day. Resolves to the number of files removed. */
export async function pruneCallNotes(files: Files, folder: string, nowMs: number): Promise<number> {
  let count = 0;
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    const stat = await files.stat(path);
    if (stat === undefined || nowMs - stat.modifiedMs < MAX_AGE_MS) continue;
    await files.remove(path);
    count += 1;
  }
  return count;
}
