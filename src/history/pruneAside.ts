import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { oldestFirst } from './spoolFileName';

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Deletes the files in a folder of foreign spool lines that are older than 30 days, and the oldest ones beyond 50 MiB.
 * Age is based on the time in the name, because windows rewrite the files; without one, on the modification time.
 */
export async function pruneAsideFolder(files: Files, folder: string, nowMs: number): Promise<void> {
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
