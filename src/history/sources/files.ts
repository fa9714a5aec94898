import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePlace } from './source';

/** A file of a source, not opened yet. */
export interface SourceFile {
  readonly path: string;
  /** Changes when another file takes its place. */
  readonly identity: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

const MAX_DEPTH = 8;
const MAX_FILES = 100_000;

/**
 * The regular files of a place, by path. Links to folders are not followed. `onUnreadable` gets the folders that cannot be
 * listed.
 */
export async function filesOf(
  { root, includes }: SourcePlace,
  onUnreadable: (path: string) => void = () => undefined,
): Promise<readonly SourceFile[]> {
  if (includes === undefined) {
    const file = await sourceFile(root);
    return file === undefined ? [] : [file];
  }
  const found: SourceFile[] = [];
  const walk = async (below: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(join(root, below), onUnreadable)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < MAX_DEPTH) await walk(path, depth + 1);
      if (!entry.isFile() || !includes(path) || found.length >= MAX_FILES) continue;
      const file = await sourceFile(join(root, path));
      if (file !== undefined) found.push(file);
    }
  };
  await walk('', 0);
  return found;
}

async function entriesOf(
  folder: string,
  onUnreadable: (path: string) => void,
): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // what node:fs rejects with
    if (code !== 'ENOENT' && code !== 'ENOTDIR') onUnreadable(folder);
    return [];
  }
}

/** Undefined where there is no regular file. */
async function sourceFile(path: string): Promise<SourceFile | undefined> {
  try {
    const stat = await lstat(path);
    if (!stat.isFile() || stat.size === 0) return undefined;
    const identity = `${stat.dev}:${stat.ino}`;
    return { path, identity, sizeBytes: stat.size, modifiedMs: Math.round(stat.mtimeMs) };
  } catch {
    return undefined; // it is not there, or not for us
  }
}
