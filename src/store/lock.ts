import { setTimeout as wait } from 'node:timers/promises';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import type { Holder, Owner } from './owner';
import { isGone, readHolder, thisOwner } from './owner';

/** How long one living holder is waited for before a person is told. */
const PATIENCE_MS = 10_000;
/** How many times as long is waited in all, while one holder gives way to the next. */
const MAX_TURNS = 6;
/** How often a waiting process looks who holds the lock. Trying for it costs far less and happens more often. */
const LOOK_MS = 50;

/** A lock that this process holds. */
export interface HeldLock {
  /** Throws `store-busy` unless the lock is still ours: the last check before a rename. */
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
   * seconds `store-busy` names it. Many that hold it in turn are waited for up to a minute.
   */
  take(): Promise<HeldLock>;
  /** Removes what the lock keeps while nobody holds it. */
  close(): Promise<void>;
}

/**
 * The lock at `path`. To hold it is to have linked a file of our own there, which says who we are: so nobody ever
 * reads a lock without an owner. The file is written once and kept, so that taking the lock is a single step.
 */
export function createLock(options: LockOptions): Lock {
  return new FileLock(options);
}

class FileLock implements Lock {
  readonly #options: LockOptions;
  readonly #me: Owner;
  readonly #card: string;
  /** What the system calls our file, under either of its names; empty until it is written. */
  #identity = '';
  /** Whether the disk refused to give the lock back: it is ours to clear, as nothing is done under it any more. */
  #isStuck = false;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#me = thisOwner(options.label);
    this.#card = `${options.path}.${this.#me.nonce}.new`;
  }

  async take(): Promise<HeldLock> {
    if (this.#identity === '') await this.#writeCard();
    await this.#claim(this.#options.path);
    this.#isStuck = false;
    return { verify: () => this.#verify(), release: () => this.#release() };
  }

  async close(): Promise<void> {
    this.#identity = '';
    await this.#options.files.remove(this.#card).catch(() => undefined); // litter, which the next opening removes
  }

  async #writeCard(): Promise<void> {
    const { files } = this.#options;
    await files.writeNew(this.#card, new TextEncoder().encode(JSON.stringify(this.#me)), {
      sync: false,
    });
    this.#identity = (await files.stat(this.#card))?.identity ?? '';
  }

  async #claim(path: string): Promise<void> {
    const { files, patienceMs = PATIENCE_MS } = this.#options;
    const last = performance.now() + MAX_TURNS * patienceMs;
    let deadline = 0;
    let waitedFor: string | undefined;
    let nextLook = 0;
    while (!(await files.link(this.#card, path))) {
      const now = performance.now();
      if (now >= nextLook) {
        const holder = await readHolder(files, path);
        if (await this.#isFreed(path, holder)) continue;
        if (waitedFor !== nonceOf(holder)) deadline = Math.min(now + patienceMs, last);
        if (now > deadline) throw busy(path, holder);
        waitedFor = nonceOf(holder);
        nextLook = now + LOOK_MS;
      }
      await wait(1 + Math.random() * 10);
    }
  }

  /** Whether the lock can be tried for again at once. */
  async #isFreed(path: string, holder: Holder): Promise<boolean> {
    if (holder === undefined) {
      // Given back just now, unless our own file is what is missing: a window that tidies up may take it for litter.
      await this.#writeCard();
      return true;
    }
    if (!isGone(holder) && !(this.#isStuck && nonceOf(holder) === this.#me.nonce)) return false;
    await this.#clear(path, nonceOf(holder));
    return true;
  }

  /**
   * Removes a lock whose holder is gone. Of several takers only the one that holds a second lock, named after the gone
   * one, may do it, and only while the first still carries that name: so none can remove a living taker's lock.
   */
  async #clear(path: string, goneNonce: string): Promise<void> {
    const { files } = this.#options;
    const second = `${path}.${goneNonce}`;
    await this.#claim(second);
    try {
      if (nonceOf(await readHolder(files, path)) === goneNonce) await files.remove(path);
    } finally {
      await files.remove(second).catch(() => undefined); // litter, which the next opening removes
    }
  }

  async #verify(): Promise<void> {
    const { files, path } = this.#options;
    if ((await files.stat(path))?.identity === this.#identity) return;
    throw busy(path, await readHolder(files, path));
  }

  async #release(): Promise<void> {
    try {
      await this.#options.files.remove(this.#options.path);
    } catch {
      // What was done under the lock is done; the next time we take it, we clear it.
      this.#isStuck = true;
    }
  }
}

function nonceOf(holder: Holder): string {
  return holder === undefined || holder === 'unreadable' ? '' : holder.nonce;
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
