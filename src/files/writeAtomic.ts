import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { FileContent, Files } from '../core/fileAccess';

/** Options of `writeAtomic`. */
export interface WriteOptions {
  /** Runs immediately before the rename; throw to cancel. */
  readonly beforeRename?: () => Promise<void>;
  /** File mode of the new file: see `NewFile`. */
  readonly mode?: number;
}

/**
 * Replaces a file atomically: temporary file in the same folder, fsync, rename, fsync of the folder. On failure the old
 * file is unchanged and the temporary file is removed.
 */
export async function writeAtomic(
  files: Files,
  path: string,
  content: FileContent,
  { beforeRename, mode }: WriteOptions = {},
): Promise<void> {
  const temp = tempNameOf(path);
  try {
    const how = mode === undefined ? {} : { mode };
    if (!(await files.writeNew(temp, content, how))) throw exists(temp);
    await beforeRename?.();
    await files.rename(temp, path);
  } catch (error) {
    // Report the first failure; a remaining temporary file is harmless.
    await files.remove(temp).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(dirname(path));
}

/** Creates and removes a temporary file beside `path`. Rejects as `writeAtomic` would. */
export async function tryWriting(files: Files, path: string): Promise<void> {
  const temp = tempNameOf(path);
  await files.writeNew(temp, new Uint8Array());
  await files.remove(temp);
}

function tempNameOf(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}

/** Longer than any write takes. */
const STALE_AFTER_MS = 3_600_000;

/** Removes stale temporary files of `path`. Ignores failures: such files are harmless. */
export async function removeStaleTemps(files: Files, path: string, nowMs: number): Promise<void> {
  try {
    for (const name of await files.list(dirname(path))) {
      if (!name.startsWith(`${basename(path)}.`) || !isTempName(name)) continue;
      const temp = join(dirname(path), name);
      const { modifiedMs } = (await files.stat(temp)) ?? { modifiedMs: nowMs };
      if (nowMs - modifiedMs > STALE_AFTER_MS) await files.remove(temp);
    }
  } catch {
    // The next start tries again.
    return;
  }
}

/** Whether a name is that of a temporary file of `writeAtomic`. */
export function isTempName(name: string): boolean {
  return /\.[0-9a-f]{12}\.tmp$/.test(name);
}

function exists(temp: string): RulewrightError {
  return new RulewrightError('io-failed', l10n.t('Cannot write {0}: it already exists.', temp), {
    hint: l10n.t('Try again.'),
  });
}
