import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import { connectThreads, messageOf, missingWorker, type OtherThread } from '../core/threadCalls';
import type { AnchorKeeper } from './anchor';
import type { StoreFunctions, ThreadOptions, WindowFunctions } from './messages';

export interface StoreThreadOptions {
  /** `dist/store.cjs`. */
  readonly threadPath: string;
  /** The storage folder that all windows share. */
  readonly folder: string;
  /** `sql-wasm.wasm`, as the build copies it. */
  readonly wasmPath: string;
  /** The name of this process in messages of other windows: `window <pid>`. */
  readonly label: string;
  /** Stores the end of the chain and the private key outside the folder. */
  readonly anchor?: AnchorKeeper;
  /** Translated texts by English text: the l10n bundle. Default: English. */
  readonly texts?: Readonly<Record<string, string>>;
}

type CallName = Exclude<keyof StoreFunctions, 'watch'>;

/** The extension host's side of the store thread: calls, and change notifications. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #thread: OtherThread<StoreFunctions, WindowFunctions>;
  readonly #listeners = new Set<() => void>();
  /** Why calls are no longer answered. */
  #end: Error | undefined;

  constructor(options: StoreThreadOptions) {
    const { threadPath, anchor, folder, wasmPath, label, texts = {} } = options;
    const hasAnchor = anchor !== undefined;
    const workerData: ThreadOptions = { folder, wasmPath, label, hasAnchor, texts };
    this.#worker = new Worker(threadPath, { workerData });
    this.#thread = connectThreads<StoreFunctions, WindowFunctions>(this.#worker, {
      // Without an anchor fewer changes are detected, which is safe.
      readAnchor: async () => anchor?.get().catch(() => undefined),
      rememberAnchor: (value) => {
        // A lost update only leaves an older anchor, which is still valid.
        void anchor?.set(value).catch(() => undefined);
      },
      readKey: async () => anchor?.key().catch(() => undefined),
      readTrusted: async () => (await anchor?.trusted().catch(() => undefined)) ?? [],
      storeTrusted: async (fingerprints) => anchor?.setTrusted(fingerprints),
      changed: () => {
        for (const listener of [...this.#listeners]) listener();
      },
    });
    this.#worker.on('error', (cause: unknown) => {
      this.#stop(missingWorker(threadPath, cause) ?? stopped(cause));
    });
  }

  async ask<Q extends CallName>(
    name: Q,
    ...args: Parameters<StoreFunctions[Q]>
  ): Promise<Awaited<ReturnType<StoreFunctions[Q]>>> {
    if (this.#end !== undefined) throw this.#end;
    return this.#thread.$call(name, ...args);
  }

  listen(listener: () => void): { dispose(): void } {
    // Two subscriptions of the same function must stay separate.
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

function stopped(cause: unknown): RulewrightError {
  return new RulewrightError('io-failed', l10n.t('The store stopped: {0}', messageOf(cause)), {
    hint: l10n.t('Reload the window. Acknowledged changes are on disk.'),
    cause,
  });
}
