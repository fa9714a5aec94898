import type { OpenBacktest } from '../app/ports';
import type { HistoryRead } from '../core/liveBacktest';
import type { RunControl } from '../core/ports';

/** Callbacks while the history is read. They are called sequentially. */
interface ReadingHost {
  backtest(): Promise<Pick<OpenBacktest, 'read'>>;
  /** Called when enough was read to test all rules again. */
  test(run: RunControl): Promise<void>;
  /** Called after `test`. */
  onRead(read: HistoryRead): void;
}

/** Number of commands after which the rules are tested for the first time. */
const FIRST = 1000;
/**
 * Factor by which the number of commands grows between tests; all of these tests together take little longer than the
 * last one.
 */
const GROWTH = 4;

/**
 * Reads the history of a review incrementally. Rules are tested early on the most recent commands, and finally on the
 * whole history.
 */
export class ReviewReading {
  /** The part read so far. */
  read: HistoryRead | undefined;
  /** Whether the rules were tested at least on a part of it. */
  isTested = false;
  private running: { readonly control: AbortController; readonly end: Promise<void> } | undefined;

  constructor(private readonly host: ReadingHost) {}

  get isWhole(): boolean {
    return this.isTested && this.read?.done === this.read?.total;
  }

  /**
   * Reads to the end unless it is stopped. Resolves when the rules were tested on the whole history. Throws
   * `cancelled`.
   */
  toEnd(): Promise<void> {
    if (this.isWhole) return Promise.resolve();
    if (this.running === undefined) {
      const control = new AbortController();
      const end = this.readOn(control.signal).finally(() => {
        if (this.running?.control === control) this.running = undefined;
      });
      this.running = { control, end };
    }
    return this.running.end;
  }

  /** Stops reading. */
  close(): void {
    this.running?.control.abort();
    this.running = undefined;
  }

  /** Stops reading and tests the rules on the part read so far. */
  async stop(): Promise<void> {
    this.close();
    await this.host.test({});
    this.isTested = true;
  }

  private async readOn(signal: AbortSignal): Promise<void> {
    const backtest = await this.host.backtest();
    let next = Math.max(FIRST, GROWTH * (this.read?.done ?? 0));
    for (;;) {
      const read = await backtest.read({ signal });
      this.read = read;
      const isWhole = read.done === read.total;
      if (isWhole || read.done >= next) {
        next = GROWTH * read.done;
        await this.host.test({ signal });
        this.isTested = true;
      }
      this.host.onRead(read);
      if (isWhole) return;
    }
  }
}
