import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePlace } from './source';

/** A file of a source, not opened yet. */
export interface SourceFile {
  readonly path: string;
  /** Changes when another file replaces it. */
  readonly identity: string;
  /** Of a database together with its write-ahead log. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Whether it is read by rows instead of from a byte offset. */
  readonly isSqlite: boolean;
}

const MAX_DEPTH = 8;
/** Maximum number of files in one place. */
const MAX_FILES = 100_000;

/** Why a path is skipped: a folder that cannot be listed, a link, something else than a file, or too many files. */
export type LeftOut = 'unreadable' | 'link' | 'no-file' | 'too-many';

/** The regular files of a place, by path. Links are not followed. `onLeftOut` is called for skipped paths. */
export async function filesOf(
  { root, includes, isSqlite = false, maxDepth = MAX_DEPTH }: SourcePlace,
  onLeftOut: (path: string, why: LeftOut) => void = () => undefined,
): Promise<readonly SourceFile[]> {
  if (includes === undefined) {
    const file = await sourceFile(root, isSqlite);
    if (file !== undefined) return [file];
    if (await isNoFile(root)) onLeftOut(root, 'no-file');
    return [];
  }
  const found: SourceFile[] = [];
  let isFull = false;
  const walk = async (below: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(join(root, below), onLeftOut)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < maxDepth) await walk(path, depth + 1);
      const whole = join(root, path);
      const why = await leftOutOf(entry, whole, includes(path), depth < maxDepth);
      if (why !== undefined) onLeftOut(whole, why);
      if (!entry.isFile() || !includes(path)) continue;
      if (found.length >= MAX_FILES) {
        if (!isFull) onLeftOut(root, 'too-many');
        isFull = true;
        return;
      }
      const file = await sourceFile(whole, isSqlite);
      if (file !== undefined) found.push(file);
    }
  };
  await walk('', 0);
  return found;
}

/** Why an entry is skipped; undefined if it is not, or would not be read anyway. */
async function leftOutOf(
  entry: Dirent,
  path: string,
  isIncluded: boolean,
  mayDescend: boolean,
): Promise<LeftOut | undefined> {
  if (entry.isSymbolicLink()) {
    const isLeftOut = isIncluded || (mayDescend && (await isLinkToFolder(path)));
    return isLeftOut ? 'link' : undefined;
  }
  const isSpecialFile = !entry.isFile() && !entry.isDirectory();
  return isIncluded && isSpecialFile ? 'no-file' : undefined;
}

/** Whether there is a pipe, socket, device or folder in place of a file. */
async function isNoFile(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isFile();
  } catch {
    return false; // it does not exist
  }
}

/** Whether a link leads to a folder, whose files are left out with it. */
async function isLinkToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    return false; // it leads nowhere
  }
}

async function entriesOf(
  folder: string,
  onLeftOut: (path: string, why: LeftOut) => void,
): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs rejects with this type
    if (code !== 'ENOENT' && code !== 'ENOTDIR') onLeftOut(folder, 'unreadable');
    return [];
  }
}

/** Undefined if there is no regular file or it is empty. */
async function sourceFile(path: string, isSqlite: boolean): Promise<SourceFile | undefined> {
  const stat = await regularFile(path);
  const log = isSqlite ? await regularFile(`${path}-wal`) : undefined;
  const sizeBytes = (stat?.size ?? 0) + (log?.size ?? 0);
  if (stat === undefined || sizeBytes === 0) return undefined;
  const modifiedMs = Math.round(Math.max(stat.mtimeMs, log?.mtimeMs ?? 0));
  return { path, identity: `${stat.dev}:${stat.ino}`, sizeBytes, modifiedMs, isSqlite };
}

async function regularFile(path: string): Promise<Stats | undefined> {
  try {
    const stat = await lstat(path);
    return stat.isFile() ? stat : undefined;
  } catch {
    return undefined; // missing or not readable
  }
}
