import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { createQueue } from '../core/queue';
import type { ChainFault, ChainPlace } from './chain';
import { CHAIN_START, checkPage } from './chain';
import type { Database } from './database';

/** From this file size on, versions before the last one are verified after opening. */
export const QUICK_FROM_BYTES = 2 << 20;

type Read = <T>(work: (database: Database) => T) => Promise<T>;

/**
 * Reads the rest of a large file and verifies its history, in short steps in the background. The rules in force are
 * verified before that, so only older versions wait for it.
 */
export class HistoryCheck {
  #fault: ChainFault | undefined;
  #checked = '';
  readonly #queue = createQueue();
  #running: Promise<void> = Promise.resolve();

  /** The fault that was found, if any. */
  get fault(): ChainFault | undefined {
    return this.#fault;
  }

  /** Clears the fault: the file was replaced. */
  reset(): void {
    this.#fault = undefined;
    this.stop();
  }

  /** Stops a running check after its current step. */
  stop(): void {
    this.#checked = '';
  }

  /** Resolves when the check has ended. */
  finished(): Promise<void> {
    return this.#running;
  }

  /** Reads the file with this digest to its end, and verifies it unless that was done before. */
  start(digest: string, read: Read, onFault: () => void): void {
    const isNew = digest !== this.#checked;
    this.#checked = digest;
    const work = async (): Promise<void> => {
      await this.#readRest(digest, read);
      if (isNew) await this.#check(digest, read, onFault);
    };
    // The next reader reports a file that can no longer be read.
    this.#running = this.#queue(work).catch(() => undefined);
  }

  async #readRest(digest: string, read: Read): Promise<void> {
    while (this.#checked === digest && (await read((database) => database.readAhead()))) {
      await yieldToOthers();
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
      await yieldToOthers();
    }
  }
}
