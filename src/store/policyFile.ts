import { isRulewrightError } from '../core/errors';
import { createQueue, type Queue } from '../core/queue';
import type { ChainPlace } from './chain';
import { CHAIN_START } from './chain';
import type { Database, Statement } from './database';
import { followLog } from './followLog';
import type { Loaded } from './loaded';
import type { HeldLock, Lock } from './lock';
import type { SaveContext } from './save';
import { save } from './save';
import { seal } from './sealedFile';
import { identify, isSameState } from './snapshot';
import { readHead } from './versionLog';

export interface PolicyFileOptions extends SaveContext {
  readonly lock: Lock;
  /** Reads the file as it is now and decides what it is worth. `checked` is as far as its history was checked before. */
  readonly load: (checked: ChainPlace) => Promise<Loaded>;
  /** Told after each load, with what was loaded. */
  readonly onLoaded?: (loaded: Loaded) => void;
  /** Frees space on a full disk; false where there is nothing to free. */
  readonly makeRoom: () => Promise<boolean>;
  /** Told after each save. */
  readonly onSaved: (database: Database) => void;
}

/**
 * The SQLite file that several processes share. Readers see only what is on disk; a change is on disk when its
 * promise resolves, and leaves memory and disk as they were when it rejects.
 */
export class PolicyFile {
  readonly #options: PolicyFileOptions;
  /** One change at a time may wait for the lock between processes. */
  readonly #writers: Queue = createQueue();
  /** Held while memory is ahead of the disk, so that no reader sees what is not saved. */
  readonly #turn: Queue = createQueue();
  #loaded: Loaded | undefined;

  constructor(options: PolicyFileOptions) {
    this.#options = options;
  }

  /** Runs `work` on the state that is on disk now. `work` is synchronous and changes nothing. */
  read<T>(work: (database: Database) => T): Promise<T> {
    return this.#turn(async () => {
      const loaded = await this.#refresh();
      if (loaded.blank === true && loaded.refusal !== undefined) throw loaded.refusal;
      return work(loaded.database);
    });
  }

  /** What the file is worth now. */
  status(): Promise<Omit<Loaded, 'database'>> {
    return this.#turn(() => this.#refresh());
  }

  /**
   * Runs `work` in a transaction and saves what it changed. `work` is synchronous and may run again.
   * `mending` goes ahead where the file cannot be believed, and puts what is offered in its place.
   */
  async write<T>(work: (database: Database) => T, mending = false): Promise<T> {
    try {
      return await this.#write(work, mending);
    } catch (error) {
      if (!isRulewrightError(error, 'disk-full') || !(await this.#options.makeRoom())) throw error;
      return this.#write(work, mending);
    }
  }

  #write<T>(work: (database: Database) => T, mending: boolean): Promise<T> {
    return this.underLock(async (held) => {
      const loaded = await this.#refresh();
      if (loaded.refusal !== undefined && !mending) throw loaded.refusal;
      const { result, changes } = loaded.database.transaction(() => work(loaded.database));
      if (changes.length > 0 || loaded.unsaved) await this.#save(loaded, changes, held);
      return result;
    });
  }

  /** Runs `work` while no other process and no reader of this one is at the file. */
  underLock<T>(work: (held: HeldLock) => Promise<T>): Promise<T> {
    return this.#writers(async () => {
      const held = await this.#options.lock.take();
      try {
        return await this.#turn(() => work(held));
      } finally {
        await held.release();
      }
    });
  }

  /** The whole state as one sealed file, and the number of its last version. */
  copy(): Promise<{ readonly seq: number; readonly bytes: Uint8Array }> {
    return this.#turn(async () => {
      const { database, refusal } = await this.#refresh();
      if (refusal !== undefined) throw refusal;
      return { seq: readHead(database).seq, bytes: seal(database.export()).sealed };
    });
  }

  /** Makes the next look read the file anew. */
  forget(): Promise<void> {
    return this.#turn(() => {
      this.#drop();
      return Promise.resolve();
    });
  }

  /** Waits for what is under way and forgets the copy in memory. */
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
    // Before lines are taken over, as those that prove wrong are in memory then.
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

/** Where the history of what was believed ends: the next file must go on from there. */
function checkedPlace({ database, refusal, unsaved }: Loaded): ChainPlace {
  return refusal === undefined && !unsaved ? readHead(database) : CHAIN_START;
}
