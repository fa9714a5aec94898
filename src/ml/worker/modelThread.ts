import type { RunControl } from '../../core/ports';
import { createQueue } from '../../core/queue';
import type { ModelQuestion, TrainerResults } from './messages';
import { cancelled, untilCancelled, WorkerJob } from './workerJob';

/**
 * Asks models of the shelf in a thread of its own, which starts with the first question and reads a model once for as
 * long as the same one is asked. One question at a time; the others wait their turn.
 */
export class ModelThread {
  readonly #path: string;
  #job: WorkerJob | undefined;
  readonly #inTurn = createQueue();
  #isClosed = false;

  /** `path` is where the trainer's code is. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Throws `cancelled`, `not-found`, `old-model`, `invalid-input`. */
  ask<Q extends ModelQuestion>(
    question: Q,
    run: RunControl = {},
  ): Promise<TrainerResults[Q['type']]> {
    return untilCancelled(
      this.#inTurn(() => this.#answer(question, run)),
      run.signal,
    );
  }

  /** Ends the thread. No question is answered any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#job?.close();
  }

  async #answer<Q extends ModelQuestion>(
    question: Q,
    run: RunControl,
  ): Promise<TrainerResults[Q['type']]> {
    if (this.#isClosed || run.signal?.aborted === true) throw cancelled();
    const job = (this.#job ??= new WorkerJob(this.#path));
    try {
      return await job.ask(0, question, run);
    } catch (error) {
      // A thread that was cancelled still computes, and one that failed may be gone: the next question gets a new one.
      this.#job = undefined;
      void job.close();
      throw error;
    }
  }
}
