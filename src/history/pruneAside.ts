import { join } from 'node:path';
import type { Files } from '../core/files';
import { oldestFirst } from './spoolFileName';

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Deletes the files of a folder of foreign spool lines that were written more than 30 days ago, and the oldest ones
 * beyond 50 MiB. The time is that in the name, because each window writes the files again; without one, that of the file.
 */
export async function pruneAside(files: Files, folder: string, nowMs: number): Promise<void> {
  let bytes = 0;
  for (const { name, ms } of [...oldestFirst(await files.list(folder))].reverse()) {
    const path = join(folder, name);
    const stat = await files.stat(path);
    if (stat?.isFile !== true) continue;
    bytes += stat.sizeBytes;
    const writtenMs = ms === 0 ? stat.modifiedMs : ms;
    if (nowMs - writtenMs > MAX_AGE_MS || bytes > MAX_BYTES) await files.remove(path);
  }
}
