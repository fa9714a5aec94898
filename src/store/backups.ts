import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Files } from '../core/fileAccess';
import { createQueue } from '../core/queue';
import { writeAtomic } from '../files/writeAtomic';

/** Number of backups to keep. */
const KEPT = 5;
/** Changes within this time share one backup. */
const DELAY_MS = 1_000;

/** A sealed policy file, and the number of its last version. */
export interface Backup {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Backups of the policy file, named by the number of their last version and by their hash. */
export interface Backups {
  /** Writes the backup that `make` returns, within a second. */
  schedule(make: () => Promise<Backup>): void;
  /** Writes the scheduled backup now. */
  flush(): Promise<void>;
  /** Writes a backup that is never deleted automatically, for example before a migration. */
  keepPermanently(reason: string, bytes: Uint8Array): Promise<void>;
  /** Paths of the backups, newest version first. */
  list(): Promise<readonly string[]>;
}

/** Backups in `folder`, which is created with the first one. */
export function createBackups(files: Files, folder: string): Backups {
  let next: (() => Promise<Backup>) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const queue = createQueue();
  let running: Promise<void> = Promise.resolve();

  const keep = async (make: () => Promise<Backup>): Promise<void> => {
    const { seq, bytes } = await make();
    const start = `policy-${String(seq).padStart(8, '0')}-`;
    const name = `${start}${shortHash(bytes)}.db`;
    await files.makeFolder(folder);
    if ((await copyNames(files, folder)).includes(name)) return;
    await writeAtomic(files, join(folder, name), bytes);
    const names = await copyNames(files, folder);
    const outdated = names.filter((other) => other.startsWith(start) && other !== name);
    const kept = names.filter((other) => !outdated.includes(other)).slice(0, KEPT);
    for (const other of names) if (!kept.includes(other)) await files.remove(join(folder, other));
  };
  const work = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const make = next;
    next = undefined;
    // A failed backup must not fail the change that triggered it.
    if (make !== undefined) running = queue(() => keep(make)).catch(() => undefined);
    return running;
  };
  return {
    schedule: (make) => {
      next = make;
      timer ??= setTimeout(() => void work(), DELAY_MS).unref();
    },
    flush: work,
    keepPermanently: async (reason, bytes) => {
      await files.makeFolder(folder);
      const path = join(folder, `${reason}-${shortHash(bytes)}.db`);
      if ((await files.stat(path)) === undefined) await writeAtomic(files, path, bytes);
    },
    list: async () => {
      const names = await copyNames(files, folder);
      return names.map((name) => join(folder, name));
    },
  };
}

/** Newest version first. */
async function copyNames(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.list(folder);
  return names.filter((name) => /^policy-\d{8,}-[0-9a-f]{16}\.db$/.test(name)).reverse();
}

function shortHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
