import type { Files } from '../core/files';

/**
 * Moves a file that another program put in the place of ours beside it. Resolves to its path; undefined if there is
 * none. One file is kept for each place.
 */
export async function keepAside(files: Files, path: string): Promise<string | undefined> {
  if ((await files.stat(path)) === undefined) return undefined;
  const aside = `${path}.foreign`;
  await files.rename(path, aside);
  return aside;
}
