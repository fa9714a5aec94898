import type { Files } from '../core/fileAccess';

/**
 * Renames a file that another program wrote in place of ours. Resolves to its new path; undefined
 * if there is no file. Keeps one such file for each path.
 */
export async function keepAside(files: Files, path: string): Promise<string | undefined> {
  if ((await files.stat(path)) === undefined) return undefined;
  const movedTo = `${path}.foreign`;
  await files.rename(path, movedTo);
  return movedTo;
}
