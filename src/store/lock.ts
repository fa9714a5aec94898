import { setTimeout as wait } from 'node:timers/promises';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { isGone, Owner, thisOwner } from './owner';

/** How long a living holder is waited for before a person is told. */
const PATIENCE_MS = 10_000;

/** A lock that this process holds. */
export interface HeldLock {
  /** Throws `store-busy` unless the lock still carries our name: the last check before a rename. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly files: Files;
  readonly path: string;
  /** What other windows call this process while they wait. */
  readonly label: string;
  readonly patienceMs?: number;
}

/** A lock between processes, taken by one at a time. */
export interface Lock {
  /**
   * Waits for the lock. A holder that is proven gone loses it at once; one that lives is waited for, and after ten
   * seconds `store-busy` names it.
   */
  take(): Promise<HeldLock>;
}

/** The lock at `path`. Nothing happens before it is taken. */
export function createLock(options: LockOptions): Lock {
  const { files, path } = options;
  // Locks of ours that the disk refused to give back: ours to clear, as nothing is done under them any more.
  const stuck = new Set<string>();
  const isFree = async (holder: Holder): Promise<boolean> =>
    stuck.has(nonceOf(holder)) || (await isDead(holder));
  return {
    take: async () => {
      const me = await thisOwner(options.label);
      await claim(options, me, isFree);
      return {
        verify: async () => {
          const holder = await readOwner(files, path);
          if (nonceOf(holder) !== me.nonce) throw busy(path, holder);
        },
        release: async () => {
          try {
            await files.remove(path);
          } catch {
            // What was done under the lock is done; the next taker of ours tries again.
            stuck.add(me.nonce);
          }
        },
      };
    },
  };
}

/** Links a finished file into place, so that nobody ever reads a lock without an owner. */
async function claim(
  options: LockOptions,
  me: Owner,
  isFree: (holder: Holder) => Promise<boolean>,
): Promise<void> {
  const { files, path } = options;
  const temp = `${path}.${me.nonce}.new`;
  const deadline = performance.now() + (options.patienceMs ?? PATIENCE_MS);
  try {
    await files.writeNew(temp, ownerBytes(me), { sync: false });
    while (!(await files.link(temp, path))) {
      const holder = await readOwner(files, path);
      if (await isFree(holder)) {
        await clear(options, nonceOf(holder));
        continue;
      }
      if (performance.now() > deadline) throw busy(path, holder);
      await wait(2 + Math.random() * 15);
      // A window that tidies up may have taken the unlinked file for litter.
      if (holder === undefined) await files.writeNew(temp, ownerBytes(me), { sync: false });
    }
  } finally {
    await files.remove(temp).catch(() => undefined); // litter, which the next opening removes
  }
}

type Holder = Owner | 'unreadable' | undefined;

async function isDead(holder: Holder): Promise<boolean> {
  return holder !== undefined && holder !== 'unreadable' && (await isGone(holder));
}

function nonceOf(holder: Holder): string {
  return holder === undefined || holder === 'unreadable' ? '' : holder.nonce;
}

function ownerBytes(owner: Owner): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(owner));
}

/**
 * Removes a lock whose holder is gone. Of several takers only the one that holds a second lock, named after the gone
 * one, may do it, and only while the first still carries that name: so none can remove a living taker's lock.
 */
async function clear(options: LockOptions, goneNonce: string): Promise<void> {
  const { files, path } = options;
  const second = await createLock({ ...options, path: `${path}.${goneNonce}` }).take();
  try {
    if (nonceOf(await readOwner(files, path)) === goneNonce) await files.remove(path);
  } finally {
    await second.release();
  }
}

async function readOwner(files: Files, path: string): Promise<Holder> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return Owner.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Nobody can be proven gone by a file that names nobody.
    return 'unreadable';
  }
}

function busy(path: string, holder: Holder): RulewrightError {
  if (holder === undefined || holder === 'unreadable') {
    return new RulewrightError('store-busy', `The lock ${path} names nobody who holds it.`, {
      hint: 'Close all other windows, delete this lock file and try again. Nothing was changed.',
    });
  }
  const who = `${holder.label} (process ${holder.pid} on ${holder.machine})`;
  return new RulewrightError('store-busy', `The policy is held by ${who}.`, {
    hint:
      'Continue or close that window and try again. ' +
      `If it is gone for certain, delete ${path}. Nothing was changed.`,
  });
}
