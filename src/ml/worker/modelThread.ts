import type { RunControl } from '../../core/ports';
import { createQueue } from '../../core/queue';
import type {
  ModelRequest,
  StarterRequest,
  WorkerSuggestRequest,
  TrainerResults,
  TrainRequest,
} from './workerMessages';
import { cancelled, untilCancelled, WorkerJob, type WorkerOptions } from './workerJob';

/** Parsed commands use hundreds of megabytes, and parsing them again takes seconds. */
const IDLE_MS = 30_000;

/** The requests that use what the thread has cached. */
type KeptRequest = TrainRequest | WorkerSuggestRequest | ModelRequest | StarterRequest;

/**
 * Trains, proposes rules, and evaluates stored models and the starter rules in a worker thread. The thread starts with the
 * first request, caches the last model, the compiled rules and the parsed commands, and ends after it was idle for a
 * while. Requests are serialized.
 */
export class ModelThread {
  readonly #options: WorkerOptions;
  #job: WorkerJob | undefined;
  readonly #queue = createQueue();
  #isClosed = false;
  #idle: NodeJS.Timeout | undefined;
  readonly #idleMs: number;

  /** `idleMs`: idle time after which the thread ends. */
  constructor(options: WorkerOptions, idleMs = IDLE_MS) {
    this.#options = options;
    this.#idleMs = idleMs;
  }

  /** Whether the thread runs. */
  get isRunning(): boolean {
    return this.#job !== undefined;
  }

  /** Throws `cancelled`, `missing-part`, `not-found`, `old-model`, `invalid-input`. */
  ask<R extends KeptRequest>(request: R, run: RunControl = {}): Promise<TrainerResults[R['type']]> {
    return untilCancelled(
      this.#queue(() => this.#answer(request, run)),
      run.signal,
    );
  }

  /** Ends the thread. Later requests are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#job?.close();
  }

  async #answer<R extends KeptRequest>(
    request: R,
    run: RunControl,
  ): Promise<TrainerResults[R['type']]> {
    if (this.#isClosed || run.signal?.aborted === true) throw cancelled();
    clearTimeout(this.#idle);
    const job = (this.#job ??= new WorkerJob(this.#options));
    try {
      const result = await job.ask(0, request, run);
      this.#endWhenIdle(job);
      return result;
    } catch (error) {
      // After a cancellation the thread is still busy, and after a failure it may have ended: replace it.
      this.#job = undefined;
      void job.close();
      throw error;
    }
  }
  #endWhenIdle(job: WorkerJob): void {
    this.#idle = setTimeout(() => {
      this.#job = undefined;
      void job.close();
    }, this.#idleMs);
    this.#idle.unref();
  }
}
