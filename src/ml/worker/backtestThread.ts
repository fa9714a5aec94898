import * as l10n from '@vscode/l10n';
import { isRulewrightError } from '../../core/errors';
import type { CommandSource } from '../../core/event';
import type { Label } from '../../core/label';
import type {
  DecidedBoth,
  HistoryRead,
  HitPage,
  LiveBacktest,
  NarrowedRule,
  OtherRule,
  RuleToTest,
  TestedEdit,
  BypassTest,
} from '../../core/liveBacktest';
import type { RunControl } from '../../core/ports';
import { createQueue } from '../../core/queue';
import { cancelled, untilCancelled, WorkerJob, type WorkerOptions } from './workerJob';

/** The input of a test: the history, and the rules that tested rules are compared with. */
export interface BacktestInput {
  readonly commands: CommandSource;
  readonly others: readonly OtherRule[];
}

/** Time slice for reading; other requests wait until it ends. */
const READ_MS = 100;

/** How long a thread without a review keeps the history for the next review. */
const KEPT_MS = 120_000;

/**
 * The worker thread that tests the rules of all reviews. It starts with the first request and ends some time after the
 * last review was closed, because the next review often follows soon and reading a long history takes seconds.
 */
export class BacktestThread {
  readonly #options: WorkerOptions;
  readonly #reviews = new Set<ReviewBacktest>();
  readonly #queue = createQueue();
  #job: WorkerJob | undefined;
  /** The review whose history is loaded in the thread. */
  #held: ReviewBacktest | undefined;
  #end: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** `input` is called by the first request, and again if another review was tested since. */
  open(input: () => Promise<BacktestInput>): ReviewBacktest {
    clearTimeout(this.#end);
    const review: ReviewBacktest = new ReviewBacktest(input, {
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

  /** Requests are serialized. A request that is cancelled while it waits is never started. */
  #next<T>(review: ReviewBacktest, run: RunControl, request: Ask<T>): Promise<T> {
    const stopIfCancelled = (): void => {
      if (run.signal?.aborted === true) throw cancelled();
    };
    const asked = this.#queue(async () => {
      stopIfCancelled();
      const job = (this.#job ??= new WorkerJob(this.#options));
      if (this.#held !== review) {
        this.#held = undefined;
        const input = await review.input();
        await job.ask(0, { type: 'openHistory', ...input });
        this.#held = review;
      }
      stopIfCancelled();
      return request(job, stopIfCancelled);
    }).catch(async (error: unknown) => {
      // Replace a thread that failed: the next request starts another one.
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

/** Uses the thread. Long work must call `stopIfCancelled`, which throws `cancelled`, regularly. */
type Ask<T> = (job: WorkerJob, stopIfCancelled: () => void) => Promise<T>;

/** The functions of the thread that a review uses. */
interface ReviewThread {
  ask<T>(run: RunControl, request: Ask<T>): Promise<T>;
  close(): void;
}

/** Tests the rules of one review on the history as of the first request. All methods throw `cancelled`. */
export class ReviewBacktest {
  readonly input: () => Promise<BacktestInput>;
  readonly #thread: ReviewThread;
  readonly #closed = new AbortController();

  constructor(input: () => Promise<BacktestInput>, thread: ReviewThread) {
    this.input = input;
    this.#thread = thread;
  }

  /** Reads the next part of the history. */
  read(run: RunControl = {}): Promise<HistoryRead> {
    return this.#ask(run, readOn);
  }

  test(edits: readonly TestedEdit[], run: RunControl = {}): Promise<readonly LiveBacktest[]> {
    return this.#ask(run, async (job, stopIfCancelled) => {
      await readAll(job, run, stopIfCancelled);
      return job.ask(0, { type: 'testRules', edits });
    });
  }

  partialTest(
    edits: readonly TestedEdit[],
    run: RunControl = {},
  ): Promise<readonly LiveBacktest[]> {
    return this.#ask(run, (job) => job.ask(0, { type: 'testRules', edits }));
  }

  partialHits(
    edit: TestedEdit,
    from: number,
    limit: number,
    run: RunControl = {},
  ): Promise<HitPage> {
    return this.#ask(run, (job) => job.ask(0, { type: 'ruleHits', edit, from, limit }));
  }

  testBypasses(
    rule: RuleToTest,
    examples: readonly string[],
    run: RunControl = {},
  ): Promise<BypassTest> {
    return this.#ask(run, async (job, stopIfCancelled) => {
      await readAll(job, run, stopIfCancelled);
      return job.ask(0, { type: 'testBypasses', rule, examples });
    });
  }

  exclude(rule: RuleToTest, command: string, run: RunControl = {}): Promise<NarrowedRule> {
    return this.#ask(run, async (job, stopIfCancelled) => {
      await readAll(job, run, stopIfCancelled);
      return job.ask(0, { type: 'excludeCommand', rule, command });
    });
  }

  partialDecisions(
    before: readonly RuleToTest[],
    after: readonly RuleToTest[],
    run: RunControl = {},
  ): Promise<DecidedBoth> {
    return this.#ask(run, (job) => job.ask(0, { type: 'decide', before, after }));
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

function readOn(job: WorkerJob): Promise<HistoryRead> {
  return job.ask(0, { type: 'readHistory', maxMs: READ_MS });
}

async function readAll(
  job: WorkerJob,
  { onProgress }: RunControl,
  stopIfCancelled: () => void,
): Promise<void> {
  for (;;) {
    const { done, total } = await readOn(job);
    onProgress?.(l10n.t('Reading commands'), done, total);
    if (done === total) return;
    stopIfCancelled();
  }
}
