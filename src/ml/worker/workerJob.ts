import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { RulewrightError } from '../../core/errors';
import type { RunControl } from '../../core/ports';
import { connectThreads, type OtherThread } from '../../core/threadCalls';
import type { AskerFunctions, TrainerRequest, TrainerResults, WorkerFunctions } from './messages';

/** Copying so many commands for a thread takes a millisecond or two. */
const SLICE = 2000;

interface JobThread {
  readonly worker: Worker;
  readonly functions: OtherThread<WorkerFunctions, AskerFunctions>;
  onProgress: RunControl['onProgress'] | undefined;
}

/** Worker threads for one job. Closing it stops them at once, whatever they are doing. */
export class WorkerJob {
  readonly #threads: JobThread[] = [];
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
    const thread = (this.#threads[index] ??= this.#start());
    thread.onProgress = onProgress;
    // The worker answers the question it was asked, with that question's result.
    const answered = send(thread, request, signal) as Promise<TrainerResults[T['type']]>;
    return untilCancelled(Promise.race([answered, this.#stop]), signal);
  }

  /** Ends every thread. Whoever still waits for an answer is told that there will be none. */
  async close(): Promise<void> {
    this.#refuse(cancelled());
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): JobThread {
    const worker = new Worker(this.#path);
    worker.on('error', (cause: unknown) => {
      this.#refuse(startFailure(this.#path, cause));
    });
    const thread: JobThread = {
      worker,
      functions: connectThreads<WorkerFunctions, AskerFunctions>(worker, {
        progress: (stage, done, total) => thread.onProgress?.(stage, done, total),
      }),
      onProgress: undefined,
    };
    return thread;
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
  { functions }: JobThread,
  request: TrainerRequest,
  signal: AbortSignal | undefined,
): Promise<TrainerResults[TrainerRequest['type']]> {
  if (!('commands' in request)) return functions.$call('answer', request);
  const { commands } = request;
  for (let from = 0; from < commands.length && signal?.aborted !== true; from += SLICE) {
    void functions.$callEvent('handOver', commands.slice(from, from + SLICE));
    await breathe();
  }
  return functions.$call('answer', { ...request, commands: [] });
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
