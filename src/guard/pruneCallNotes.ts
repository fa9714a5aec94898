import { join } from 'node:path';
import type { Files } from '../core/files';

/** A command that runs longer than this counts as another one when it ends. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Removes the guards' notes of calls that ended long ago, or never. Resolves to how many. */
export async function removeOldCalls(files: Files, folder: string, nowMs: number): Promise<number> {
  let count = 0;
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    const stat = await files.stat(path);
    if (stat === undefined || nowMs - stat.modifiedMs < KEPT_MS) continue;
    await files.remove(path);
    count += 1;
  }
  return count;
}
