import { readFileSync } from 'node:fs';

/** The longest time in which a thread handled no event. Milliseconds. */
export interface Standstill {
  readonly wallMs: number;
  /** What it computed in that time. */
  readonly cpuMs: number;
  /** How long it was ready to compute while the processors were busy with other threads. 0 where this is not known. */
  readonly waitedMs: number;
}

/**
 * Measures the longest uninterrupted computation of this thread. CPU time instead of wall time: on a busy machine, a
 * thread that waits for the processor does not block anything.
 */
export class Turns {
  #longestMs = 0;
  #standstill: Standstill = NONE;
  #last = clocks();
  readonly #ticking = setInterval(() => {
    this.#look();
  }, 1);

  /** The longest uninterrupted computation while `work` runs, in CPU milliseconds. */
  async longestDuring(work: () => Promise<unknown>): Promise<number> {
    await new Promise(setImmediate);
    this.#look();
    this.#longestMs = 0;
    this.#standstill = NONE;
    await work();
    await new Promise(setImmediate);
    this.#look();
    return this.#longestMs;
  }

  /** The longest standstill by the wall clock during the same work. */
  get standstill(): Standstill {
    return this.#standstill;
  }

  stop(): void {
    clearInterval(this.#ticking);
  }

  #look(): void {
    const now = clocks();
    const { wallMs, cpuMs, waitedMs } = this.#last;
    const turn = {
      wallMs: now.wallMs - wallMs,
      cpuMs: now.cpuMs - cpuMs,
      waitedMs: now.waitedMs - waitedMs,
    };
    this.#longestMs = Math.max(this.#longestMs, turn.cpuMs);
    if (turn.wallMs > this.#standstill.wallMs) this.#standstill = turn;
    this.#last = now;
  }
}

const NONE: Standstill = { wallMs: 0, cpuMs: 0, waitedMs: 0 };

/** The clocks of this thread, if available; otherwise the CPU time of the whole process, which is more. */
function clocks(): Standstill {
  const wallMs = performance.now();
  try {
    const [ran = 0, waited = 0] = readFileSync('/proc/thread-self/schedstat', 'utf8')
      .split(' ')
      .map(Number);
    return { wallMs, cpuMs: ran / 1e6, waitedMs: waited / 1e6 };
  } catch {
    const { user, system } = process.cpuUsage();
    return { wallMs, cpuMs: (user + system) / 1_000, waitedMs: 0 };
  }
}
