import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import { LAYOUT } from '../core/layout';
import { connectThreads, messageOf, missingWorker, type OtherThread } from '../core/threadCalls';
import { createFileMarks } from '../files/fileMarks';
import { startProcess, type StartedProgram } from '../files/ownProcess';
import type { AnchorStorage } from './anchor';
import { createChangeNotice, type ChangeNotice } from './changeNotice';
import type { StoreFunctions, WindowFunctions } from './storeMessages';

export interface StoreProcessOptions {
  /** `dist/store.cjs`. */
  readonly programPath: string;
  /** The storage folder that all windows share. */
  readonly folder: string;
  /** `sql-wasm.wasm`, as the build copies it. */
  readonly wasmPath: string;
  /** The name of this process in messages of other windows: `window <pid>`. */
  readonly label: string;
  /** Stores the end of the chain and the private key outside the folder. */
  readonly anchor?: AnchorStorage;
  /** Translated texts by English text: the l10n bundle. Default: English. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Idle time after which the process ends, in milliseconds. Default: half a minute. */
  readonly idleMs?: number;
}

type CallName = Exclude<keyof StoreFunctions, 'open' | 'canEnd' | 'close'>;

/** SQLite and its process use fifty megabytes, and starting it again takes a quarter of a second. */
const IDLE_MS = 30_000;

interface Running {
  readonly program: StartedProgram;
  readonly functions: OtherThread<StoreFunctions, WindowFunctions>;
}

/**
 * The extension host's side of the store: calls, and change notifications. The process starts with the first call, ends
 * after it was idle for a while, and starts again with the next call.
 */
export class StoreProcess {
  readonly #options: StoreProcessOptions;
  readonly #notice: ChangeNotice;
  #running: Promise<Running> | undefined;
  /** The previous process, which may still be saving. */
  #before: Promise<void> = Promise.resolve();
  /** Number of calls without an answer. */
  #pending = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: StoreProcessOptions) {
    this.#options = options;
    const { folder } = options;
    const paths = [LAYOUT.database, LAYOUT.databaseLog].map((name) => join(folder, name));
    this.#notice = createChangeNotice(
      folder,
      createFileMarks(folder, () => paths),
    );
  }

  /** Whether the process runs. */
  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the process. Throws what `openPolicyStore` throws. */
  async open(): Promise<void> {
    await this.#during(() => Promise.resolve());
  }

  async ask<Q extends CallName>(
    name: Q,
    ...args: Parameters<StoreFunctions[Q]>
  ): Promise<Awaited<ReturnType<StoreFunctions[Q]>>> {
    const answer = await this.#during(({ functions }) => functions.$call(name, ...args));
    // The next poll checks again.
    await this.#notice.check().catch(() => undefined);
    return answer;
  }

  listen(listener: () => void): { dispose(): void } {
    return this.#notice.subscribe(listener);
  }

  /** Completes pending work, and ends the process. Later calls are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#notice.dispose();
    await this.#end();
  }

  async #during<T>(work: (running: Running) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new Error('The store is closed.');
    this.#pending += 1;
    clearTimeout(this.#idle);
    try {
      return await work(await (this.#running ??= this.#start()));
    } finally {
      this.#pending -= 1;
      if (this.#pending === 0) this.#endWhenIdle();
    }
  }

  async #start(): Promise<Running> {
    await this.#before;
    const { programPath, anchor, folder, wasmPath, label, texts = {} } = this.#options;
    const program = startProcess(programPath);
    const functions = connectThreads<StoreFunctions, WindowFunctions>(program, {
      // Without an anchor fewer changes are detected, which is safe.
      readAnchor: async () => anchor?.get().catch(() => undefined),
      rememberAnchor: (value) => {
        // A lost update only leaves an older anchor, which is still valid.
        void anchor?.set(value).catch(() => undefined);
      },
      readKey: async () => anchor?.key().catch(() => undefined),
      readTrusted: async () => (await anchor?.trusted().catch(() => undefined)) ?? [],
      storeTrusted: async (fingerprints) => anchor?.setTrusted(fingerprints),
    });
    program.onFailed((cause) => {
      this.#running = undefined;
      functions.$close(missingWorker(programPath, cause) ?? stopped(cause));
    });
    try {
      const hasAnchor = anchor !== undefined;
      await functions.$call('open', { folder, wasmPath, label, hasAnchor, texts });
      return { program, functions };
    } catch (error) {
      this.#running = undefined;
      await program.end();
      throw error;
    }
  }

  #endWhenIdle(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#rest().catch(() => {
        // The next call reports problems of the process.
      });
    }, this.#options.idleMs ?? IDLE_MS);
    this.#idle.unref();
  }

  async #rest(): Promise<void> {
    const running = await this.#running;
    if (running === undefined) return;
    const canEnd = await running.functions.$call('canEnd');
    if (this.#pending > 0 || this.#isClosed) return;
    if (canEnd) await this.#end();
    else this.#endWhenIdle();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) {
      await this.#before;
      return;
    }
    const ended = closeProcess(running);
    this.#before = ended.catch(() => undefined);
    await ended;
  }
}

/** Completes earlier calls. The process is ended even if that fails. */
async function closeProcess(starting: Promise<Running>): Promise<void> {
  const running = await starting.catch(() => undefined);
  if (running === undefined) return;
  const { program, functions } = running;
  try {
    await functions.$call('close');
  } finally {
    functions.$close(new Error('The store is closed.'));
    await program.end();
  }
}

function stopped(cause: unknown): RulewrightError {
  return new RulewrightError('io-failed', l10n.t('The store stopped: {0}', messageOf(cause)), {
    hint: l10n.t('Try again: the store starts again. Acknowledged changes are on disk.'),
    cause,
  });
}
