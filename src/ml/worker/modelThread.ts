import type { RunControl } from '../../core/ports';
import { createQueue } from '../../core/queue';
import type { ModelRequest, StarterRequest, TrainerResults } from './messages';
import { cancelled, untilCancelled, WorkerJob, type WorkerOptions } from './workerJob';

/**
 * Evaluates stored models and the starter rules in a worker thread, which starts with the first request and caches the
 * last model and the compiled rules. Requests are serialized.
 */
export class ModelThread {
  readonly #options: WorkerOptions;
  #job: WorkerJob | undefined;
  readonly #queue = createQueue();
  #isClosed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Throws `cancelled`, `not-found`, `old-model`, `invalid-input`. */
  ask<R extends ModelRequest | StarterRequest>(
    request: R,
    run: RunControl = {},
  ): Promise<TrainerResults[R['type']]> {
    return untilCancelled(
      this.#queue(() => this.#answer(request, run)),
      run.signal,
    );
  }

  /** Ends the thread. Later requests are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#job?.close();
  }

  async #answer<R extends ModelRequest | StarterRequest>(
    request: R,
    run: RunControl,
  ): Promise<TrainerResults[R['type']]> {
    if (this.#isClosed || run.signal?.aborted === true) throw cancelled();
    const job = (this.#job ??= new WorkerJob(this.#options));
    try {
      return await job.ask(0, request, run);
    } catch (error) {
      // After a cancellation the thread is still busy, and after a failure it may have ended: replace it.
      this.#job = undefined;
      void job.close();
      throw error;
    }
  }
}
