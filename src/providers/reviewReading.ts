import type { OpenBacktest } from '../app/ports';
import type { HistoryRead } from '../core/liveBacktest';
import type { RunControl } from '../core/ports';

/** Callbacks of a reading, called one after another. */
interface ReadingHost {
  backtest(): Promise<Pick<OpenBacktest, 'read'>>;
  /** Enough was read to test all rules again. */
  test(run: RunControl): Promise<void>;
  /** Called after `test`. */
  told(read: HistoryRead): void;
}

/** Commands after which the rules are tested for the first time. */
const FIRST = 1000;
/** Then after this many times as many: all those tests together cost little more than the last. */
const GROWTH = 4;

/** Reads the history of a review piece by piece. Rules are tested soon on what ran last, and in the end on everything. */
export class ReviewReading {
  /** What was read so far. */
  read: HistoryRead | undefined;
  /** Whether the rules were tested on a part of it at least. */
  isTested = false;
  private running: { readonly control: AbortController; readonly end: Promise<void> } | undefined;

  constructor(private readonly host: ReadingHost) {}

  get isWhole(): boolean {
    return this.isTested && this.read?.done === this.read?.total;
  }

  /** Reads on to the end, unless it is stopped. Resolves when the rules were tested on everything; throws `cancelled`. */
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

  /** Ends the reading. */
  close(): void {
    this.running?.control.abort();
    this.running = undefined;
  }

  /** Ends the reading, and tests the rules on what was read so far. */
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
      this.host.told(read);
      if (isWhole) return;
    }
  }
}
