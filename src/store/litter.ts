import { basename, dirname, join } from 'node:path';
import type { Files } from '../core/files';
import { isTempName } from '../files/writeAtomic';
import type { PolicyFile } from './policyFile';

/**
 * Removes what crashes left behind: temp files of the policy file, and lock files without a lock. Takes the lock only
 * where there is something to remove, as no living process then uses any of it.
 */
export async function removeLitter(
  file: PolicyFile,
  files: Files,
  databasePath: string,
  lockPath: string,
): Promise<void> {
  const folder = dirname(databasePath);
  const isLitter = (name: string): boolean =>
    (name.startsWith(`${basename(databasePath)}.`) && isTempName(name)) ||
    name.startsWith(`${basename(lockPath)}.`);
  if (!(await files.list(folder)).some(isLitter)) return;
  await file.underLock(async () => {
    for (const name of await files.list(folder)) {
      if (isLitter(name)) await files.remove(join(folder, name));
    }
  });
}
