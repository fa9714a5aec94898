import { readFileSync } from 'node:fs';

/**
 * Measures the longest uninterrupted computation of this thread. CPU time instead of wall time: on a busy machine, a
 * thread that waits for the processor does not block anything.
 */
export class Turns {
  #longestMs = 0;
  #last = cpuMs();
  readonly #ticking = setInterval(() => {
    this.#look();
  }, 1);

  /** The longest uninterrupted computation while `work` runs, in CPU milliseconds. */
  async longestDuring(work: () => Promise<unknown>): Promise<number> {
    await new Promise(setImmediate);
    this.#look();
    this.#longestMs = 0;
    await work();
    await new Promise(setImmediate);
    this.#look();
    return this.#longestMs;
  }

  stop(): void {
    clearInterval(this.#ticking);
  }

  #look(): void {
    const now = cpuMs();
    this.#longestMs = Math.max(this.#longestMs, now - this.#last);
    this.#last = now;
  }
}

/** CPU time of this thread, if available; otherwise of the whole process, which is more. */
function cpuMs(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  }
}
