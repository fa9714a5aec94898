import { join } from 'node:path';
import type { Files } from '../core/fileAccess';

/**
 * Deletes files of a folder in the order of their names until `sizeBytes` are free. Resolves to the number of deleted
 * files.
 */
export async function freeSpace(
  files: Files,
  folder: string,
  isDeletable: (name: string) => boolean,
  sizeBytes: number,
): Promise<number> {
  let freedBytes = 0;
  let count = 0;
  for (const name of (await files.list(folder)).filter(isDeletable)) {
    if (freedBytes >= sizeBytes) break;
    const path = join(folder, name);
    const stat = await files.stat(path);
    if (!(await files.remove(path))) continue;
    freedBytes += stat?.sizeBytes ?? 0;
    count += 1;
  }
  return count;
}
