import { Worker } from 'node:worker_threads';
import { revivedError } from '../core/carriedError';
import { RulewrightError } from '../core/errors';
import type { AnchorKeeper } from './anchor';
import type { FromThread, Question, StoreDesk, ThreadOptions, ToThread } from './messages';

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

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The thread as the window sees it: questions and answers, and word of changes. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #anchor: AnchorKeeper | undefined;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<() => void>();
  #asked = 0;
  /** Why no question is answered any more. */
  #end: Error | undefined;

  constructor({ threadPath, anchor, folder, wasmPath, label }: StoreThreadOptions) {
    const workerData: ThreadOptions = { folder, wasmPath, label, hasAnchor: anchor !== undefined };
    this.#anchor = anchor;
    this.#worker = new Worker(threadPath, { workerData });
    this.#worker.on('message', (message: FromThread) => {
      this.#hear(message);
    });
    this.#worker.on('error', (cause: unknown) => {
      this.#stop(failure(threadPath, cause));
    });
  }

  ask<Q extends Question>(
    question: Q,
    ...args: Parameters<StoreDesk[Q]>
  ): ReturnType<StoreDesk[Q]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#end);
        return;
      }
      this.#asked += 1;
      this.#waiting.set(this.#asked, { resolve, reject });
      this.#say({ type: 'ask', id: this.#asked, question, args });
    });
    // The thread answers each question with that question's result.
    return answer as ReturnType<StoreDesk[Q]>;
  }

  listen(listener: () => void): { dispose(): void } {
    // Each call is its own subscription, even of the same function.
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#say({ type: 'watch', on: true });
    return {
      dispose: () => {
        if (this.#listeners.delete(own) && this.#listeners.size === 0) {
          this.#say({ type: 'watch', on: false });
        }
      },
    };
  }

  async close(): Promise<void> {
    this.#stop(new Error('The store is closed.'));
    await this.#worker.terminate();
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'answer':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'failed':
        this.#take(message.id)?.reject(revivedError(message.error));
        return;
      case 'changed':
        for (const listener of [...this.#listeners]) listener();
        return;
      case 'anchor?':
        void this.#tellAnchor();
        return;
      case 'remember':
        // Remembering late only makes the anchor older, which it may be.
        void this.#anchor?.set(message.anchor).catch(() => undefined);
    }
  }

  async #tellAnchor(): Promise<void> {
    // Without an answer there is no anchor, which is safe: it only proves less.
    const anchor = await this.#anchor?.get().catch(() => undefined);
    this.#say({ type: 'anchor', anchor });
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #stop(reason: Error): void {
    this.#end ??= reason;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#end);
    this.#waiting.clear();
  }

  #say(message: ToThread): void {
    this.#worker.postMessage(message);
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
