import { Worker } from 'node:worker_threads';
import { revivedError } from '../core/carriedError';
import { RulewrightError } from '../core/errors';
import type { TrainerReply, TrainerRequest, TrainerResults } from './messages';

type Progress = (stage: string, done: number, total: number) => void;

/** Worker threads for one job. Closing it stops them at once, whatever they are doing. */
export class WorkerJob {
  readonly #workers: Worker[] = [];
  readonly #path: string;
  readonly #stop: Promise<never>;
  #refuse: (error: unknown) => void = () => undefined;

  constructor(path: string, signal: AbortSignal | undefined) {
    this.#path = path;
    this.#stop = new Promise<never>((_, reject) => {
      this.#refuse = reject;
    });
    // Whoever waits on `#stop` sees the failure; without a waiter there is nobody to tell.
    this.#stop.catch(() => undefined);
    const cancel = (): void => {
      this.#refuse(new RulewrightError('cancelled', 'Cancelled. Nothing was changed.'));
    };
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  }

  /** Asks worker number `index`, starting it if need be. One question at a time for each worker. */
  ask<T extends TrainerRequest>(
    index: number,
    request: T,
    onProgress: Progress,
  ): Promise<TrainerResults[T['type']]> {
    const worker = (this.#workers[index] ??= this.#start());
    const answer = new Promise<TrainerResults[T['type']]>((resolve, reject) => {
      const listen = (reply: TrainerReply): void => {
        if (reply.type === 'progress') {
          onProgress(reply.stage, reply.done, reply.total);
          return;
        }
        worker.off('message', listen);
        // The worker answers the question it was asked, with that question's result.
        if (reply.type === 'done') resolve(reply.result as TrainerResults[T['type']]);
        else reject(revivedError(reply));
      };
      worker.on('message', listen);
    });
    worker.postMessage(request);
    return Promise.race([answer, this.#stop]);
  }

  /** Ends every thread. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(): Worker {
    const worker = new Worker(this.#path);
    worker.on('error', (cause: unknown) => {
      this.#refuse(startFailure(this.#path, cause));
    });
    return worker;
  }
}

function startFailure(path: string, cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/Cannot find module/.test(text)) {
    return new RulewrightError('missing-part', `The trainer is missing: ${path}`, {
      hint: 'Install Rulewright again.',
      cause,
    });
  }
  return new Error(`The trainer stopped: ${text}`, { cause });
}
