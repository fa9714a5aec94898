import { Worker } from 'node:worker_threads';
import { RulewrightError } from '../core/errors';
import { connectThreads, type OtherThread } from '../core/threadCalls';
import type { AnchorKeeper } from './anchor';
import type { StoreFunctions, ThreadOptions, WindowFunctions } from './messages';

export interface StoreThreadOptions {
  /** `dist/store.cjs`. */
  readonly threadPath: string;
  /** The storage folder that all windows share. */
  readonly folder: string;
  /** `sql-wasm.wasm`, as the build copies it. */
  readonly wasmPath: string;
  /** What other windows call this process: `window <pid>` … */
  readonly label: string;
  /** Where the end of the chain is remembered outside of the folder. */
  readonly anchor?: AnchorKeeper;
}

type Question = Exclude<keyof StoreFunctions, 'watch'>;

/** The thread as the window sees it: questions and answers, and word of changes. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #thread: OtherThread<StoreFunctions, WindowFunctions>;
  readonly #listeners = new Set<() => void>();
  /** Why no question is answered any more. */
  #end: Error | undefined;

  constructor({ threadPath, anchor, folder, wasmPath, label }: StoreThreadOptions) {
    const workerData: ThreadOptions = { folder, wasmPath, label, hasAnchor: anchor !== undefined };
    this.#worker = new Worker(threadPath, { workerData });
    this.#thread = connectThreads<StoreFunctions, WindowFunctions>(this.#worker, {
      // Without an answer there is no anchor, which is safe: it only proves less.
      readAnchor: async () => anchor?.get().catch(() => undefined),
      rememberAnchor: (value) => {
        // A lost update only leaves an older anchor, which is still valid.
        void anchor?.set(value).catch(() => undefined);
      },
      changed: () => {
        for (const listener of [...this.#listeners]) listener();
      },
    });
    this.#worker.on('error', (cause: unknown) => {
      this.#stop(failure(threadPath, cause));
    });
  }

  async ask<Q extends Question>(
    question: Q,
    ...args: Parameters<StoreFunctions[Q]>
  ): Promise<Awaited<ReturnType<StoreFunctions[Q]>>> {
    if (this.#end !== undefined) throw this.#end;
    return this.#thread.$call(question, ...args);
  }

  listen(listener: () => void): { dispose(): void } {
    // Each call is its own subscription, even of the same function.
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#watch(true);
    return {
      dispose: () => {
        if (this.#listeners.delete(own) && this.#listeners.size === 0) {
          this.#watch(false);
        }
      },
    };
  }

  async close(): Promise<void> {
    this.#stop(new Error('The store is closed.'));
    await this.#worker.terminate();
  }

  #watch(isOn: boolean): void {
    if (this.#end === undefined) void this.#thread.$callEvent('watch', isOn);
  }

  #stop(reason: Error): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#thread.$close(reason);
  }
}

function failure(threadPath: string, cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/Cannot find module/.test(text)) {
    return new RulewrightError('missing-part', `The store is missing: ${threadPath}`, {
      hint: 'Install Rulewright again.',
      cause,
    });
  }
  return new RulewrightError('io-failed', `The store stopped: ${text}`, {
    hint: 'Reload the window. What was acknowledged is on disk.',
    cause,
  });
}
