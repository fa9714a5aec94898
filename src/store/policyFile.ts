import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { writeAtomic } from '../files/writeAtomic';
import type { Database } from './database';
import type { HeldLock, Lock } from './lock';
import type { Queue } from './queue';
import { createQueue } from './queue';
import { seal } from './sealedFile';

/** The file as it was last read or saved. */
export interface Loaded {
  readonly database: Database;
  /** `FileStat.identity` of the file this copy is of. */
  readonly identity: string;
  /** Whether it holds what no file holds yet. */
  readonly unsaved?: boolean;
  /** Why nothing may be written to it, if so. */
  readonly refusal?: RulewrightError;
}

export interface PolicyFileOptions {
  readonly files: Files;
  readonly path: string;
  readonly lock: Lock;
  /** Reads the file as it is now, making or mending it where it must be. */
  readonly load: (identity: string | undefined) => Promise<Loaded>;
  /** Told after each save, with the bytes that are on disk. */
  readonly onSaved: (database: Database, sealed: Uint8Array) => void;
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
    return this.#turn(async () => work((await this.#refresh()).database));
  }

  /** Runs `work` in a transaction and saves what it changed. `work` is synchronous and may run again. */
  write<T>(work: (database: Database) => T): Promise<T> {
    return this.#writers(async () => {
      const held = await this.#options.lock.take();
      try {
        return await this.#turn(() => this.#change(held, work));
      } finally {
        await held.release();
      }
    });
  }

  close(): void {
    this.#drop();
  }

  async #refresh(): Promise<Loaded> {
    const { files, path, load } = this.#options;
    const identity = (await files.stat(path))?.identity;
    if (this.#loaded !== undefined && this.#loaded.identity === identity) return this.#loaded;
    const fresh = await load(identity);
    this.#drop();
    this.#loaded = fresh;
    return fresh;
  }

  async #change<T>(held: HeldLock, work: (database: Database) => T): Promise<T> {
    const loaded = await this.#refresh();
    if (loaded.refusal !== undefined) throw loaded.refusal;
    const { database } = loaded;
    const { result, changes } = database.transaction(() => work(database));
    if (changes.length === 0 && loaded.unsaved !== true) return result;
    try {
      await this.#save(loaded, held);
    } catch (error) {
      this.#drop();
      throw error;
    }
    return result;
  }

  async #save(loaded: Loaded, held: HeldLock): Promise<void> {
    const { files, path, onSaved } = this.#options;
    const { sealed } = seal(loaded.database.export());
    await writeAtomic(files, path, sealed, async () => {
      await held.verify();
      const now = (await files.stat(path))?.identity ?? '';
      if (now !== loaded.identity) throw changedUnderUs(path);
    });
    const saved = await files.stat(path);
    this.#loaded = { database: loaded.database, identity: saved?.identity ?? '' };
    onSaved(loaded.database, sealed);
  }

  #drop(): void {
    this.#loaded?.database.close();
    this.#loaded = undefined;
  }
}

function changedUnderUs(path: string): RulewrightError {
  return new RulewrightError('store-busy', `Another program changed ${path} during the save.`, {
    hint: 'Try again. Nothing was changed.',
  });
}
