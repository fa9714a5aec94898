import { setImmediate as breathe } from 'node:timers/promises';
import type { ChainFault, ChainPlace } from './chain';
import { CHAIN_START, checkPage } from './chain';
import type { Database } from './database';

/** From this size on the history behind the last version is checked after opening. */
export const QUICK_FROM_BYTES = 2 << 20;

type Read = <T>(work: (database: Database) => T) => Promise<T>;

/**
 * Reads the rest of a large file and checks its long history, in short turns while the window works on. The rules in
 * force are checked before, so only old versions wait for this.
 */
export class HistoryCheck {
  #fault: ChainFault | undefined;
  #checked = '';
  #running: Promise<void> = Promise.resolve();

  /** What was found wrong so far. */
  get fault(): ChainFault | undefined {
    return this.#fault;
  }

  /** Forgets what was found: another file took the place of the one that was checked. */
  reset(): void {
    this.#fault = undefined;
    this.stop();
  }

  /** Ends the check that is running after its present turn. */
  stop(): void {
    this.#checked = '';
  }

  /** Resolves when the check is over. */
  finished(): Promise<void> {
    return this.#running;
  }

  /** Starts reading the file with this digest to its end, and checking it unless that was done. */
  start(digest: string, read: Read, onFault: () => void): void {
    const isNew = digest !== this.#checked;
    this.#checked = digest;
    const work = async (): Promise<void> => {
      await this.#readRest(digest, read);
      if (isNew) await this.#check(digest, read, onFault);
    };
    // A file that cannot be read any more is the next reader's to report.
    this.#running = this.#running.then(work).catch(() => undefined);
  }

  async #readRest(digest: string, read: Read): Promise<void> {
    while (this.#checked === digest && (await read((database) => database.readAhead()))) {
      await breathe();
    }
  }

  async #check(digest: string, read: Read, onFault: () => void): Promise<void> {
    for (let place: ChainPlace = CHAIN_START; this.#checked === digest;) {
      const from = place;
      const next = await read((database) => checkPage(database, from));
      if ('problem' in next) {
        this.#fault = next;
        onFault();
        return;
      }
      if (next.seq === place.seq) return;
      place = next;
      await breathe();
    }
  }
}
