import { isRulewrightError } from '../core/errors';
import { createQueue, type Queue } from '../core/queue';
import type { ChainPlace } from './chain';
import { CHAIN_START } from './chain';
import type { Database, Statement } from './database';
import { followLog } from './followLog';
import type { Loaded } from './loadedPolicy';
import type { HeldLock, Lock } from './lock';
import type { SaveContext } from './save';
import { save } from './save';
import { seal } from './sealedFile';
import { identify, isSameState } from './snapshot';
import { readHead } from './versionLog';

export interface PolicyFileOptions extends SaveContext {
  readonly lock: Lock;
  /** Reads and validates the file. `checked` is how far its history was verified before. */
  readonly load: (checked: ChainPlace) => Promise<Loaded>;
  /** Called after each load. */
  readonly onLoaded?: (loaded: Loaded) => void;
  /** Frees space on a full disk. Returns false if there is nothing to free. */
  readonly freeSpace: () => Promise<boolean>;
  /** Called after each save. */
  readonly onSaved: (database: Database) => void;
}

/**
 * The SQLite file that several processes share. Readers see only what is on disk. A change is on disk when its promise
 * resolves; if it rejects, memory and disk are unchanged.
 */
export class PolicyFile {
  readonly #options: PolicyFileOptions;
  /** Serializes changes of this process, which then wait for the lock between processes. */
  readonly #writers: Queue = createQueue();
  /** Serializes access to memory, so that no reader sees unsaved changes. */
  readonly #access: Queue = createQueue();
  #loaded: Loaded | undefined;

  constructor(options: PolicyFileOptions) {
    this.#options = options;
  }

  /** Runs `work` on the state that is on disk. `work` is synchronous and must not change anything. */
  read<T>(work: (database: Database) => T): Promise<T> {
    return this.#access(async () => {
      const loaded = await this.#refresh();
      if (loaded.blank === true && loaded.refusal !== undefined) throw loaded.refusal;
      return work(loaded.database);
    });
  }

  /** Loads the file if it changed, and returns its status. */
  status(): Promise<Omit<Loaded, 'database'>> {
    return this.#access(() => this.#refresh());
  }

  /**
   * Runs `work` in a transaction and saves its changes. `work` is synchronous and may run again. With `isRecovery`, a
   * file that failed its checks is replaced by the offered copy; otherwise the change is refused.
   */
  async write<T>(work: (database: Database) => T, isRecovery = false): Promise<T> {
    try {
      return await this.#write(work, isRecovery);
    } catch (error) {
      if (!isRulewrightError(error, 'disk-full') || !(await this.#options.freeSpace())) throw error;
      return this.#write(work, isRecovery);
    }
  }

  #write<T>(work: (database: Database) => T, isRecovery: boolean): Promise<T> {
    return this.underLock(async (held) => {
      const loaded = await this.#refresh();
      if (loaded.refusal !== undefined && !isRecovery) throw loaded.refusal;
      const { result, changes } = loaded.database.transaction(() => work(loaded.database));
      if (changes.length > 0 || loaded.unsaved) await this.#save(loaded, changes, held);
      return result;
    });
  }

  /** Runs `work` with exclusive access to the file, across processes. */
  underLock<T>(work: (held: HeldLock) => Promise<T>): Promise<T> {
    return this.#writers(async () => {
      const held = await this.#options.lock.take();
      try {
        return await this.#access(() => work(held));
      } finally {
        await held.release();
      }
    });
  }

  /** The complete state as a sealed file, and the number of its last version. */
  copy(): Promise<{ readonly seq: number; readonly bytes: Uint8Array }> {
    return this.#access(async () => {
      const { database, refusal } = await this.#refresh();
      if (refusal !== undefined) throw refusal;
      return { seq: readHead(database).seq, bytes: seal(database.export()).sealed };
    });
  }

  /** Discards the copy in memory. The next access loads the file again. */
  forget(): Promise<void> {
    return this.#access(() => {
      this.#drop();
      return Promise.resolve();
    });
  }

  /** Waits for pending work and discards the copy in memory. */
  close(): Promise<void> {
    return this.#writers(async () => {
      await this.forget();
      await this.#options.lock.close();
    });
  }

  async #refresh(): Promise<Loaded> {
    const { files, paths, load } = this.#options;
    const identity = await identify(files, paths);
    if (this.#loaded?.database.fault !== undefined) this.#drop();
    const loaded = this.#loaded;
    if (loaded !== undefined && isSameState(loaded.identity, identity)) return loaded;
    // Determine this before replaying the log: lines that prove invalid are in memory afterwards.
    const checked = loaded === undefined ? CHAIN_START : checkedPlace(loaded);
    const followed = loaded === undefined ? undefined : await followLog(files, paths, loaded);
    if (followed !== undefined) return (this.#loaded = followed);
    const fresh = await load(checked);
    this.#drop();
    this.#loaded = fresh;
    this.#options.onLoaded?.(fresh);
    return fresh;
  }

  async #save(loaded: Loaded, changes: readonly Statement[], held: HeldLock): Promise<void> {
    try {
      this.#loaded = await save(this.#options, loaded, changes, held);
    } catch (error) {
      this.#drop();
      throw error;
    }
    this.#options.onSaved(loaded.database);
  }

  #drop(): void {
    this.#loaded?.database.close();
    this.#loaded = undefined;
  }
}

/** The verified end of the history. The next file must continue from there. */
function checkedPlace({ database, refusal, unsaved }: Loaded): ChainPlace {
  return refusal === undefined && !unsaved ? readHead(database) : CHAIN_START;
}
