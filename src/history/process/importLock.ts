import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import type { Files } from '../../core/fileAccess';
import { processHasEnded, processToken } from '../processToken';

/**
 * Runs an import unless another window is running one, which could add the same commands. Throws `store-busy` in that
 * case. The lock of a process that has ended is removed.
 */
export async function withImportLock<T>(
  files: Files,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  const token = Buffer.from(processToken());
  if (!(await files.writeNew(path, token)) && !(await takeOver(files, path, token))) {
    throw new RulewrightError('store-busy', l10n.t('Another import is running.'), {
      hint: l10n.t('Wait until it has ended, and import again.'),
    });
  }
  try {
    return await work();
  } finally {
    await files.remove(path);
  }
}

async function takeOver(files: Files, path: string, token: Uint8Array): Promise<boolean> {
  const holder = Buffer.from((await files.read(path)) ?? []).toString('utf8');
  if (!processHasEnded(holder)) return false;
  await files.remove(path);
  return files.writeNew(path, token);
}
