import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { Holder, Owner } from './owner';
import { holderHasEnded, readHolder, thisOwner } from './owner';

/** How long to wait for a live owner before reporting it. */
const TIMEOUT_MS = 10_000;
/** Limit for the total wait, as a multiple of the patience, while the owner keeps changing. */
const MAX_WAITS = 6;
/** How often a waiting process reads the owner. Attempts to take the lock are cheaper and more frequent. */
const READ_OWNER_MS = 50;

/** A lock that this process holds. */
export interface HeldLock {
  /** Throws `store-busy` unless the lock is still ours: the last check before a rename. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly files: Files;
  readonly path: string;
  /** The name of this process in messages of other windows. */
  readonly label: string;
  readonly timeoutMs?: number;
}

/** An exclusive lock between processes. */
export interface Lock {
  /**
   * Acquires the lock. Takes it over immediately from an owner that has certainly ended. After ten seconds with the
   * same live owner, or a minute with changing ones, throws `store-busy`, which names the owner.
   */
  take(): Promise<HeldLock>;
  /** Removes the owner file. Call it while the lock is not held. */
  close(): Promise<void>;
}

/**
 * A lock at `path`. It is acquired by hard-linking a pre-written owner file to the lock path, so a lock always names its
 * owner. The owner file is written once and kept.
 */
export function createLock(options: LockOptions): Lock {
  return new FileLock(options);
}

class FileLock implements Lock {
  readonly #options: LockOptions;
  readonly #me: Owner;
  readonly #ownerFile: string;
  /** The file system's identity of the owner file; empty until it is written. */
  #identity = '';
  /** Whether releasing the lock failed. No work is running under it, so it can be cleared. */
  #isStuck = false;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#me = thisOwner(options.label);
    this.#ownerFile = `${options.path}.${this.#me.nonce}.new`;
  }

  async take(): Promise<HeldLock> {
    if (this.#identity === '') await this.#writeOwnerFile();
    await this.#claim(this.#options.path);
    this.#isStuck = false;
    return { verify: () => this.#verify(), release: () => this.#release() };
  }

  async close(): Promise<void> {
    this.#identity = '';
    await this.#options.files.remove(this.#ownerFile).catch(() => undefined); // the next start removes stale files
  }

  async #writeOwnerFile(): Promise<void> {
    const { files } = this.#options;
    await files.writeNew(this.#ownerFile, new TextEncoder().encode(JSON.stringify(this.#me)), {
      sync: false,
    });
    this.#identity = (await files.stat(this.#ownerFile))?.identity ?? '';
  }

  async #claim(path: string): Promise<void> {
    const { files, timeoutMs = TIMEOUT_MS } = this.#options;
    const last = performance.now() + MAX_WAITS * timeoutMs;
    let deadline = 0;
    let waitedFor: string | undefined;
    let nextLook = 0;
    while (!(await files.link(this.#ownerFile, path))) {
      const now = performance.now();
      if (now >= nextLook) {
        const holder = await readHolder(files, path);
        if (await this.#isFreed(path, holder)) continue;
        if (waitedFor !== nonceOf(holder)) deadline = Math.min(now + timeoutMs, last);
        if (now > deadline) throw busy(path, holder);
        waitedFor = nonceOf(holder);
        nextLook = now + READ_OWNER_MS;
      }
      await wait(1 + Math.random() * 10);
    }
  }

  /** Whether to retry immediately. */
  async #isFreed(path: string, holder: Holder): Promise<boolean> {
    if (holder === undefined) {
      // It was released just now, or our owner file is missing because another window removed it as stale.
      await this.#writeOwnerFile();
      return true;
    }
    if (!holderHasEnded(holder) && !(this.#isStuck && nonceOf(holder) === this.#me.nonce))
      return false;
    await this.#clear(path, nonceOf(holder));
    return true;
  }

  /**
   * Removes a lock whose owner has ended. Only the process that holds a second lock, named after that owner, may do so,
   * and only while the first lock still names that owner. So no process can remove the lock of a live owner.
   */
  async #clear(path: string, endedNonce: string): Promise<void> {
    const { files } = this.#options;
    const second = `${path}.${endedNonce}`;
    await this.#claim(second);
    try {
      if (nonceOf(await readHolder(files, path)) === endedNonce) await files.remove(path);
    } finally {
      await files.remove(second).catch(() => undefined); // the next start removes stale files
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
      // The work under the lock is complete. The next attempt to take it clears it.
      this.#isStuck = true;
    }
  }
}

function nonceOf(holder: Holder): string {
  return holder === undefined || holder === 'unreadable' ? '' : holder.nonce;
}

function busy(path: string, holder: Holder): RulewrightError {
  if (holder === undefined || holder === 'unreadable') {
    return new RulewrightError(
      'store-busy',
      l10n.t('The lock file {0} does not name its owner.', path),
      {
        hint: l10n.t(
          'Close all other windows, delete this lock file and try again. Nothing was changed.',
        ),
      },
    );
  }
  const who = l10n.t('{0} (process {1} on {2})', holder.label, String(holder.pid), holder.machine);
  return new RulewrightError('store-busy', l10n.t('The policy is locked by {0}.', who), {
    hint: l10n.t(
      'Continue or close that window and try again. If that process has ended, delete {0}. Nothing was changed.',
      path,
    ),
  });
}
