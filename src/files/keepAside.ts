import { randomBytes } from 'node:crypto';
import type { Files, FileStat } from '../core/fileAccess';
import { systemCode } from './systemCode';

/**
 * Renames what another program put in place of a file of ours: a file, a folder, a pipe or a link. Resolves to its new
 * path; undefined if nothing is there. Keeps one of them for each path, and more only if one of them is a folder.
 */
export async function keepAside(files: Files, path: string): Promise<string | undefined> {
  const aside = `${path}.foreign`;
  try {
    await files.rename(path, aside);
  } catch (error) {
    if (error instanceof Error && systemCode(error.cause) === 'ENOENT') return undefined;
    // A folder neither replaces a file nor is replaced by one.
    if (!(await renameAny(files, aside))) {
      if ((await ownStat(files, path)) === undefined) return undefined;
      throw error;
    }
    await files.rename(path, aside);
  }
  return aside;
}

async function renameAny(files: Files, path: string): Promise<boolean> {
  try {
    await files.rename(path, `${path}-${randomBytes(6).toString('hex')}`);
    return true;
  } catch {
    // The caller has the error that matters.
    return false;
  }
}

/** Renames a folder that another program created in place of a file of ours: no file can replace it. */
export async function makeWay(files: Files, path: string): Promise<void> {
  if ((await ownStat(files, path))?.isFolder === true) await keepAside(files, path);
}

/**
 * The status of a file of ours; undefined if it does not exist, also because another program put a link to itself in
 * its place, or a file in place of its folder.
 */
export async function ownStat(files: Files, path: string): Promise<FileStat | undefined> {
  try {
    return await files.stat(path);
  } catch (error) {
    if (error instanceof Error && NOTHING_THERE.has(systemCode(error.cause))) return undefined;
    throw error;
  }
}

const NOTHING_THERE = new Set(['ELOOP', 'ENOTDIR']);
