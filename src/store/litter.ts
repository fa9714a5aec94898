import { basename, dirname, join } from 'node:path';
import type { Files } from '../core/files';
import { isTempName } from '../files/writeAtomic';
import { isGone, readHolder } from './owner';
import type { PolicyFile } from './policyFile';

/**
 * Removes what crashes left behind: temp files of the policy file, and lock files of processes that are gone. Takes
 * the lock only where there is something to remove, as no living process then uses any of it.
 */
export async function removeLitter(
  file: PolicyFile,
  files: Files,
  databasePath: string,
  lockPath: string,
): Promise<void> {
  const find = (): Promise<readonly string[]> => findLitter(files, databasePath, lockPath);
  if ((await find()).length === 0) return;
  await file.underLock(async () => {
    for (const path of await find()) await files.remove(path);
  });
}

async function findLitter(
  files: Files,
  databasePath: string,
  lockPath: string,
): Promise<readonly string[]> {
  const folder = dirname(databasePath);
  const found: string[] = [];
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    const isTemp = name.startsWith(`${basename(databasePath)}.`) && isTempName(name);
    const isLock = name.startsWith(`${basename(lockPath)}.`);
    if (isTemp || (isLock && (await isLeft(files, path)))) found.push(path);
  }
  return found;
}

/** Whether a lock file is of nobody who could still use it. */
async function isLeft(files: Files, path: string): Promise<boolean> {
  const holder = await readHolder(files, path);
  return holder === 'unreadable' || isGone(holder);
}
