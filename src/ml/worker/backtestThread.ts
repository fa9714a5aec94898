import type { LabelledCommand } from '../../core/event';
import type { Label } from '../../core/label';
import type {
  HitPage,
  LiveBacktest,
  NarrowedRule,
  OtherRule,
  RuleToTest,
  TestedEdit,
  WaysAround,
} from '../../core/liveBacktest';
import type { RunControl } from '../../core/ports';
import { createQueue } from '../../core/queue';
import { cancelled, untilCancelled, WorkerJob, type WorkerOptions } from './workerJob';

/** What is tested on: the history, and the rules that tested ones are compared with. */
export interface BacktestInput {
  readonly commands: readonly LabelledCommand[];
  readonly others: readonly OtherRule[];
}

/**
 * Tests rules on a history in a worker thread, which starts with the first request and holds the history until it is
 * closed. Requests are serialized. One that is cancelled while it waits is never started.
 */
export class BacktestThread {
  readonly #job: WorkerJob;
  readonly #read: () => Promise<BacktestInput>;
  readonly #queue = createQueue();
  #opened: Promise<void> | undefined;

  /** `read` is called once, by the first request. */
  constructor(options: WorkerOptions, read: () => Promise<BacktestInput>) {
    this.#job = new WorkerJob(options);
    this.#read = read;
  }

  /** Throws `cancelled`. */
  test(edits: readonly TestedEdit[], run: RunControl = {}): Promise<readonly LiveBacktest[]> {
    return this.#next(run, () => this.#job.ask(0, { type: 'testRules', edits }));
  }

  /** Throws `cancelled`. */
  hits(edit: TestedEdit, from: number, limit: number, run: RunControl = {}): Promise<HitPage> {
    return this.#next(run, () => this.#job.ask(0, { type: 'ruleHits', edit, from, limit }));
  }

  /** Throws `cancelled`. */
  ways(rule: RuleToTest, examples: readonly string[], run: RunControl = {}): Promise<WaysAround> {
    return this.#next(run, () => this.#job.ask(0, { type: 'waysAround', rule, examples }));
  }

  /** Throws `cancelled`. */
  exclude(rule: RuleToTest, command: string, run: RunControl = {}): Promise<NarrowedRule> {
    return this.#next(run, () => this.#job.ask(0, { type: 'excludeCommand', rule, command }));
  }

  async label(command: string, label: Label): Promise<void> {
    await this.#next({}, () => this.#job.ask(0, { type: 'labelCommand', command, label }));
  }

  /** Ends the thread. Pending and later requests are rejected. */
  close(): Promise<void> {
    return this.#job.close();
  }

  #next<T>(run: RunControl, ask: () => Promise<T>): Promise<T> {
    const asked = this.#queue(async () => {
      await this.#open(run);
      if (run.signal?.aborted === true) throw cancelled();
      return ask();
    });
    return untilCancelled(asked, run.signal);
  }

  /** Opens the history once; after a failure the next request tries again. */
  #open(run: RunControl): Promise<void> {
    this.#opened ??= this.#send(run).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #send({ onProgress }: RunControl): Promise<void> {
    const input = await this.#read();
    const run = onProgress === undefined ? {} : { onProgress };
    await this.#job.ask(0, { type: 'openHistory', ...input }, run);
  }
}
