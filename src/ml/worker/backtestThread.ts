import { isRulewrightError } from '../../core/errors';
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

/** How long a thread without a review keeps the history, for the next review. */
const KEPT_MS = 120_000;

/**
 * The worker thread that tests the rules of all reviews. It starts with the first request, and ends some time after the
 * last review was closed: reviews follow each other, and reading a long history takes seconds.
 */
export class BacktestThread {
  readonly #options: WorkerOptions;
  readonly #reviews = new Set<ReviewBacktest>();
  readonly #queue = createQueue();
  #job: WorkerJob | undefined;
  /** The review whose history the thread holds. */
  #held: ReviewBacktest | undefined;
  #end: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** `read` is called by the first request, and again if another review was tested since. */
  open(read: () => Promise<BacktestInput>): ReviewBacktest {
    clearTimeout(this.#end);
    const review: ReviewBacktest = new ReviewBacktest(read, {
      ask: (run, request) => this.#next(review, run, request),
      close: () => {
        this.#leave(review);
      },
    });
    this.#reviews.add(review);
    return review;
  }

  /** Ends the thread. Pending and later requests are rejected. */
  async close(): Promise<void> {
    for (const review of this.#reviews) review.close();
    await this.#stop();
  }

  /** Requests are serialized. One that is cancelled while it waits is never started. */
  #next<T>(review: ReviewBacktest, run: RunControl, request: Ask<T>): Promise<T> {
    const stopIfCancelled = (): void => {
      if (run.signal?.aborted === true) throw cancelled();
    };
    const asked = this.#queue(async () => {
      stopIfCancelled();
      const job = (this.#job ??= new WorkerJob(this.#options));
      if (this.#held !== review) {
        this.#held = undefined;
        const { onProgress } = run;
        const input = await review.read();
        const progress = onProgress === undefined ? {} : { onProgress };
        await job.ask(0, { type: 'openHistory', ...input }, progress);
        this.#held = review;
      }
      stopIfCancelled();
      return request(job);
    }).catch(async (error: unknown) => {
      // A thread that failed is of no more use: the next request starts another.
      if (!isRulewrightError(error)) await this.#stop();
      throw error;
    });
    return untilCancelled(asked, run.signal);
  }

  #leave(review: ReviewBacktest): void {
    this.#reviews.delete(review);
    if (this.#held === review) this.#held = undefined;
    if (this.#reviews.size > 0) return;
    clearTimeout(this.#end);
    this.#end = setTimeout(() => void this.#stop(), KEPT_MS);
    this.#end.unref();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#end);
    const job = this.#job;
    this.#job = undefined;
    this.#held = undefined;
    await job?.close();
  }
}

type Ask<T> = (job: WorkerJob) => Promise<T>;

/** What a review needs of its thread. */
interface ReviewThread {
  ask<T>(run: RunControl, request: Ask<T>): Promise<T>;
  close(): void;
}

/** The rules of one review, tested on the history as it was when the first was tested. All methods throw `cancelled`. */
export class ReviewBacktest {
  readonly read: () => Promise<BacktestInput>;
  readonly #thread: ReviewThread;
  readonly #closed = new AbortController();

  constructor(read: () => Promise<BacktestInput>, thread: ReviewThread) {
    this.read = read;
    this.#thread = thread;
  }

  test(edits: readonly TestedEdit[], run: RunControl = {}): Promise<readonly LiveBacktest[]> {
    return this.#ask(run, (job) => job.ask(0, { type: 'testRules', edits }));
  }

  hits(edit: TestedEdit, from: number, limit: number, run: RunControl = {}): Promise<HitPage> {
    return this.#ask(run, (job) => job.ask(0, { type: 'ruleHits', edit, from, limit }));
  }

  ways(rule: RuleToTest, examples: readonly string[], run: RunControl = {}): Promise<WaysAround> {
    return this.#ask(run, (job) => job.ask(0, { type: 'waysAround', rule, examples }));
  }

  exclude(rule: RuleToTest, command: string, run: RunControl = {}): Promise<NarrowedRule> {
    return this.#ask(run, (job) => job.ask(0, { type: 'excludeCommand', rule, command }));
  }

  async label(command: string, label: Label): Promise<void> {
    await this.#ask({}, (job) => job.ask(0, { type: 'labelCommand', command, label }));
  }

  /** Pending and later requests are rejected. */
  close(): void {
    this.#closed.abort();
    this.#thread.close();
  }

  #ask<T>(run: RunControl, request: Ask<T>): Promise<T> {
    const signals = [this.#closed.signal, ...(run.signal === undefined ? [] : [run.signal])];
    return this.#thread.ask({ ...run, signal: AbortSignal.any(signals) }, request);
  }
}
