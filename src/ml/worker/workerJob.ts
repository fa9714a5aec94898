import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { revivedError } from '../../core/carriedError';
import { RulewrightError } from '../../core/errors';
import type { RunControl } from '../../core/ports';
import type { ToTrainer, TrainerReply, TrainerRequest, TrainerResults } from './messages';

/** Copying so many commands for a thread takes a millisecond or two. */
const SLICE = 2000;

/** Worker threads for one job. Closing it stops them at once, whatever they are doing. */
export class WorkerJob {
  readonly #workers: Worker[] = [];
  readonly #path: string;
  readonly #stop: Promise<never>;
  #refuse: (error: unknown) => void = () => undefined;

  constructor(path: string) {
    this.#path = path;
    this.#stop = new Promise<never>((_, reject) => {
      this.#refuse = reject;
    });
    // Whoever waits on `#stop` sees the failure; without a waiter there is nobody to tell.
    this.#stop.catch(() => undefined);
  }

  /** Asks worker number `index`, starting it if need be. One question at a time for each worker. */
  async ask<T extends TrainerRequest>(
    index: number,
    request: T,
    { onProgress, signal }: RunControl = {},
  ): Promise<TrainerResults[T['type']]> {
    if (signal?.aborted === true) throw cancelled();
    const worker = (this.#workers[index] ??= this.#start());
    const answer = new Promise<TrainerResults[T['type']]>((resolve, reject) => {
      const listen = (reply: TrainerReply): void => {
        if (reply.type === 'progress') {
          onProgress?.(reply.stage, reply.done, reply.total);
          return;
        }
        worker.off('message', listen);
        // The worker answers the question it was asked, with that question's result.
        if (reply.type === 'done') resolve(reply.result as TrainerResults[T['type']]);
        else reject(revivedError(reply));
      };
      worker.on('message', listen);
    });
    const answered = send(worker, request, signal).then(() => answer);
    return untilCancelled(Promise.race([answered, this.#stop]), signal);
  }

  /** Ends every thread. Whoever still waits for an answer is told that there will be none. */
  async close(): Promise<void> {
    this.#refuse(cancelled());
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

/** The same, or `cancelled` as soon as the signal says so. */
export async function untilCancelled<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let cancel = (): void => undefined;
  const stop = new Promise<never>((_, reject) => {
    cancel = () => {
      reject(cancelled());
    };
    if (signal.aborted) cancel();
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work, stop]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

export function cancelled(): RulewrightError {
  return new RulewrightError('cancelled', 'Cancelled. Nothing was changed.');
}

/** Commands go in slices: to copy a whole history at once would hold up this thread. */
async function send(
  worker: Worker,
  request: TrainerRequest,
  signal: AbortSignal | undefined,
): Promise<void> {
  const say = (message: ToTrainer): void => {
    worker.postMessage(message);
  };
  if (!('commands' in request)) {
    say(request);
    return;
  }
  const { commands } = request;
  for (let from = 0; from < commands.length && signal?.aborted !== true; from += SLICE) {
    say({ type: 'commands', commands: commands.slice(from, from + SLICE) });
    await breathe();
  }
  say({ ...request, commands: [] });
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
