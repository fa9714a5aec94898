import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UnreadableSource } from '../source';

/** A copy of another program's database and its write-ahead log. The program may write during copying. */
export interface DatabaseCopy {
  readonly path: string;
  /** Size of both files. */
  readonly sizeBytes: number;
  remove(): Promise<void>;
}

const ATTEMPTS = 5;

/** Copies a database. Throws `UnreadableSource` if the program writes so often that no consistent copy can be made. */
export async function copyDatabase(path: string): Promise<DatabaseCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'rulewright-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await stateOf(path);
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      const hasLog = await copyIfExists(`${path}-wal`, `${copy}-wal`);
      // A checkpoint changed the database, so the copied log may belong to another state.
      if (before !== (await stateOf(path))) continue;
      const sizes = [await sizeOf(copy), hasLog ? await sizeOf(`${copy}-wal`) : 0];
      return { path: copy, sizeBytes: sizes.reduce((sum, size) => sum + size, 0), remove };
    }
    throw new UnreadableSource(l10n.t('it is being written: close the program and import again'));
  } catch (error) {
    await remove();
    throw error;
  }
}

async function stateOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

async function copyIfExists(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // node:fs rejects with this type
    await rm(to, { force: true });
    return false;
  }
}
