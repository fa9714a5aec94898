import { basename, dirname, join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { isTempName } from '../files/writeAtomic';
import { holderHasEnded, readHolder } from './owner';
import type { PolicyFile } from './policyFile';

/**
 * Removes the files that crashed processes left: temporary files of the policy file, and lock files whose owner is
 * gone. Takes the lock only if there are any; while it is held, no live process uses them.
 */
export async function removeStaleFiles(
  file: PolicyFile,
  files: Files,
  databasePath: string,
  lockPath: string,
): Promise<void> {
  const find = (): Promise<readonly string[]> => findStaleFiles(files, databasePath, lockPath);
  if ((await find()).length === 0) return;
  await file.underLock(async () => {
    for (const path of await find()) await files.remove(path);
  });
}

async function findStaleFiles(
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
    if (isTemp || (isLock && (await isStale(files, path)))) found.push(path);
  }
  return found;
}

/** Whether no live process can still use a lock file. */
async function isStale(files: Files, path: string): Promise<boolean> {
  const holder = await readHolder(files, path);
  return holder === 'unreadable' || holderHasEnded(holder);
}
