import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import type { RestoredHooks } from '../core/agentHost';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { Clock } from '../core/ports';
import { makeWay } from '../files/keepAside';
import { writeAtomic } from '../files/writeAtomic';
import { stateOf, withHooks } from './hookFile';
import type { HostFiles } from './hostFiles';

/** How hooks of connected hosts are restored. */
export interface Restoring {
  readonly clock: Clock;
  /** The file, shared by all windows, with the time at which the hooks of each host were restored. */
  readonly memoryPath: string;
  /** False while self-protection is paused, or if a newer version wrote the hooks. */
  readonly mayRestore: () => Promise<boolean>;
  readonly onRestored: (found: RestoredHooks) => Promise<void> | void;
}

export interface RestoreOptions extends Restoring {
  readonly files: Files;
  readonly launcher: string;
  readonly readNow: (path: string) => Promise<string | undefined>;
  /** Installs the guard and tries it. Rejects if it does not run. */
  readonly repair: () => Promise<void>;
}

/** The hook file of a connected host. */
export interface HookFileOf {
  readonly host: string;
  readonly hostFiles: HostFiles;
  readonly path: string;
}

/** A second change within this time is taken as deliberate: the file is left unchanged, and the user is asked. */
const INSIST_MS = 10 * 60_000;
/** A host may be writing its file: a difference counts only if it is still there after this time. */
const SETTLE_MS = 400;

const FOREIGN = '.foreign';
const Memory = z.record(z.string(), z.number());

/** The hooks that another program removed or changed. */
export interface HookRestore {
  /**
   * Restores the hooks of a host if its file no longer contains them as *Connect* wrote them, but not twice in a row.
   * Keeps the rest of the file, and a copy of the file as it was found. Resolves to whether they were written.
   */
  restore(of: HookFileOf): Promise<boolean>;
  /** The hooks of these hosts are unchanged. After `INSIST_MS` they can be restored again. */
  settle(hosts: readonly string[]): Promise<void>;
}

/** Restores hooks on the real disk. */
export function createHookRestore(options: RestoreOptions): HookRestore {
  const { files, launcher, clock, memoryPath, readNow } = options;
  const restoredAt = async (): Promise<Readonly<Record<string, number>>> => {
    try {
      return Memory.parse(JSON.parse((await readNow(memoryPath)) ?? '{}'));
    } catch {
      // The file is damaged. At worst the hooks are restored once more.
      return {};
    }
  };
  const keep = async (times: Readonly<Record<string, number>>): Promise<void> => {
    await files.makeFolder(dirname(memoryPath));
    await makeWay(files, memoryPath);
    await writeAtomic(files, memoryPath, Buffer.from(`${JSON.stringify(times)}\n`));
  };
  const write = async (
    { host, hostFiles, path }: HookFileOf,
    before: string | undefined,
  ): Promise<RestoredHooks> => {
    // A symbolic link is kept: its target is written.
    const target = await files.followLinks(path);
    const mode = (await files.stat(target))?.mode;
    const how = mode === undefined ? {} : { mode };
    const after = withHooks(before, hostFiles, launcher);
    const aside = before === undefined ? undefined : `${target}${FOREIGN}`;
    // Written first, so that after a failure neither two windows nor a window and the user overwrite each other in turns.
    await keep({ ...(await restoredAt()), [host]: clock.now() });
    if (before !== undefined && aside !== undefined) {
      await makeWay(files, aside);
      await writeAtomic(files, aside, Buffer.from(before), how);
    }
    await files.makeFolder(dirname(target));
    await writeAtomic(files, target, Buffer.from(after), how);
    return { host, name: hostFiles.name, path, aside };
  };
  const restoreNow = async (of: HookFileOf): Promise<boolean> => {
    const { host, hostFiles, path } = of;
    const before = await readNow(path);
    if (!isLost(before, hostFiles, launcher) || !(await options.mayRestore())) return false;
    await setTimeout(SETTLE_MS);
    if ((await readNow(path)) !== before || host in (await restoredAt())) return false;
    await options.repair();
    if ((await readNow(path)) !== before) return false;
    await options.onRestored(await write(of, before));
    return true;
  };
  return {
    restore: async (of) => {
      try {
        return await restoreNow(of);
      } catch (error) {
        if (isRulewrightError(error)) return false; // the state of the host shows the problem
        throw error;
      }
    },
    settle: async (hosts) => {
      const times = Object.entries(await restoredAt());
      const isSettled = ([host, at]: readonly [string, number]): boolean =>
        hosts.includes(host) && Math.abs(clock.now() - at) >= INSIST_MS;
      const left = times.filter((entry) => !isSettled(entry));
      if (left.length < times.length) await keep(Object.fromEntries(left));
    },
  };
}

/** Whether the hooks were removed or changed. Throws `invalid-input` for a file that cannot be read. */
function isLost(text: string | undefined, hostFiles: HostFiles, launcher: string): boolean {
  if (text === undefined) return true;
  const state = stateOf(text, hostFiles, launcher);
  return state === 'disconnected' || state === 'changed';
}
