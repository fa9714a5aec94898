import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { FileContent, Files } from '../core/files';

/**
 * Replaces a file whole or not at all: temp file in the same folder, fsync, rename, fsync of the folder.
 * `beforeRename` is the last chance to refuse; after a refusal or failure the old file stands and no temp file stays.
 */
export async function writeAtomic(
  files: Files,
  path: string,
  content: FileContent,
  beforeRename?: () => Promise<void>,
): Promise<void> {
  const temp = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    if (!(await files.writeNew(temp, content))) throw taken(temp);
    await beforeRename?.();
    await files.rename(temp, path);
  } catch (error) {
    // The first failure is the one worth telling; a temp file that stays behind harms nobody.
    await files.remove(temp).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(dirname(path));
}

/** Whether a name is a temp file that a crash left behind. */
export function isTempName(name: string): boolean {
  return /\.[0-9a-f]{12}\.tmp$/.test(name);
}

function taken(temp: string): RulewrightError {
  return new RulewrightError('io-failed', `Cannot write ${temp}: it is there already.`, {
    hint: 'Try again.',
  });
}
