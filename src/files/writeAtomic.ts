import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { RulewrightError } from '../core/errors';
import type { FileContent, Files } from '../core/files';

/** How a file is replaced. */
export interface Replacing {
  /** The last chance to refuse. */
  readonly beforeRename?: () => Promise<void>;
  /** Who may do what with the new file: see `NewFile`. */
  readonly mode?: number;
}

/**
 * Replaces a file whole or not at all: temp file in the same folder, fsync, rename, fsync of the folder.
 * After a refusal or failure the old file stands and no temp file stays.
 */
export async function writeAtomic(
  files: Files,
  path: string,
  content: FileContent,
  { beforeRename, mode }: Replacing = {},
): Promise<void> {
  const temp = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const how = mode === undefined ? {} : { mode };
    if (!(await files.writeNew(temp, content, how))) throw taken(temp);
    await beforeRename?.();
    await files.rename(temp, path);
  } catch (error) {
    // The first failure is the one worth telling; a temp file that stays behind harms nobody.
    await files.remove(temp).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(dirname(path));
}

/** No write takes so long. */
const LEFT_AFTER_MS = 3_600_000;

/** Removes temp files of `path` that crashes left behind, as far as it can: they harm nobody. */
export async function removeLeftTemps(files: Files, path: string, nowMs: number): Promise<void> {
  try {
    for (const name of await files.list(dirname(path))) {
      if (!name.startsWith(`${basename(path)}.`) || !isTempName(name)) continue;
      const temp = join(dirname(path), name);
      const { modifiedMs } = (await files.stat(temp)) ?? { modifiedMs: nowMs };
      if (nowMs - modifiedMs > LEFT_AFTER_MS) await files.remove(temp);
    }
  } catch {
    // The next start tries again.
    return;
  }
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
