import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import { isStored } from '../../core/event';
import type { RunControl } from '../../core/ports';
import { connectThreads, messageOf, missingWorker, type OtherThread } from '../../core/threadCalls';
import { startProcess, type StartedProgram } from '../../files/ownProcess';
import type {
  ClientFunctions,
  TrainerRequest,
  TrainerResults,
  WorkerFunctions,
} from './workerMessages';

/** Number of commands that can be copied in one or two milliseconds. */
const SLICE = 2000;

interface JobThread {
  readonly worker: StartedProgram;
  readonly functions: OtherThread<WorkerFunctions, ClientFunctions>;
  onProgress: RunControl['onProgress'] | undefined;
}

/** How worker threads are started. */
export interface WorkerOptions {
  /** `dist/trainer.cjs`. */
  readonly workerPath: string;
  /** Translated texts by English text: the l10n bundle. Default: English. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Whether workers are processes, which release all their memory when they end. Default: threads of this process. */
  readonly inProcess?: boolean;
}

/** The workers of a job. Closing it ends them immediately. */
export class WorkerJob {
  readonly #threads: JobThread[] = [];
  readonly #options: WorkerOptions;
  readonly #end: Promise<never>;
  #rejectEnd: (error: unknown) => void = () => undefined;
  #isClosed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#end = new Promise<never>((_, reject) => {
      this.#rejectEnd = reject;
    });
    // Callers of `ask` handle the failure. Without callers it is ignored.
    this.#end.catch(() => undefined);
  }

  /** Sends a request to worker `index`, which is started if necessary. Each worker handles one request at a time. */
  async ask<T extends TrainerRequest>(
    index: number,
    request: T,
    { onProgress, signal }: RunControl = {},
  ): Promise<TrainerResults[T['type']]> {
    // A worker that is started after closing would never be ended.
    if (this.#isClosed || signal?.aborted === true) throw cancelled();
    const thread = (this.#threads[index] ??= this.#start());
    thread.onProgress = onProgress;
    // The result has the type that belongs to the request.
    const answered = send(thread, request, signal) as Promise<TrainerResults[T['type']]>;
    return untilCancelled(Promise.race([answered, this.#end]), signal);
  }

  /** Ends all workers. Pending and later requests are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rejectEnd(cancelled());
    await Promise.all(this.#threads.map(({ worker }) => worker.end()));
  }

  #start(): JobThread {
    const { workerPath, texts = {}, inProcess = false } = this.#options;
    const worker = inProcess ? startProcess(workerPath) : startThread(workerPath);
    worker.onFailed((cause) => {
      const stopped = new Error(`The trainer stopped: ${messageOf(cause)}`, { cause });
      this.#rejectEnd(missingWorker(workerPath, cause) ?? stopped);
    });
    const thread: JobThread = {
      worker,
      functions: connectThreads<WorkerFunctions, ClientFunctions>(worker, {
        progress: (stage, done, total) => thread.onProgress?.(stage, done, total),
      }),
      onProgress: undefined,
    };
    void thread.functions.$callEvent('useTexts', texts);
    return thread;
  }
}

function startThread(path: string): StartedProgram {
  // Without the options of this process, such as loaders of TypeScript: the program is built.
  const worker = new Worker(path, { execArgv: [] });
  return {
    postMessage: (message, transfer) => {
      worker.postMessage(message, transfer);
    },
    on: (event, listener) => worker.on(event, listener),
    onFailed: (listener) => {
      worker.on('error', listener);
    },
    end: async () => {
      await worker.terminate();
    },
  };
}

/** Rejects with `cancelled` as soon as the signal is aborted. */
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
  return new RulewrightError('cancelled', l10n.t('Cancelled. Nothing was changed.'));
}

/**
 * Sends commands in slices, because copying a whole history in one step would block this thread. A stored history is read
 * by the worker.
 */
async function send(
  { functions }: JobThread,
  request: TrainerRequest,
  signal: AbortSignal | undefined,
): Promise<TrainerResults[TrainerRequest['type']]> {
  if (!('commands' in request) || isStored(request.commands)) {
    return functions.$call('answer', request);
  }
  const { commands } = request;
  for (let from = 0; from < commands.length && signal?.aborted !== true; from += SLICE) {
    void functions.$callEvent('addCommands', commands.slice(from, from + SLICE));
    await yieldToOthers();
  }
  return functions.$call('answer', { ...request, commands: [] });
}
