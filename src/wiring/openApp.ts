import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createApp, type App, type AppPorts } from '../app';
import { RulewrightError } from '../core/errors';
import type { EventHistory } from '../core/ports';
import { createNodeFiles } from '../files/nodeFiles';
import type { Settings } from '../settings';
import type { AnchorKeeper } from '../store/anchor';
import { openPolicyStore } from '../store/openStore';
import { findAuthor } from './author';

/** Where things are and who asks. */
export interface OpenOptions {
  /** The storage folder that all windows of this machine share. */
  readonly folder: string;
  /** The extension's own folder: `dist/` and `assets/` lie in it. */
  readonly extensionFolder: string;
  /** Where the end of the version chain is remembered outside of the folder. */
  readonly anchor?: AnchorKeeper;
  settings(): Settings;
  /** Work after opening that failed and does not keep the app from being used. */
  onTrouble(error: unknown): void;
}

/** Opens everything that lasts, and joins it. */
export async function openApp(options: OpenOptions): Promise<{ app: App; dispose(): void }> {
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() };
  const owner = `window ${process.pid}`;
  const store = await openPolicyStore({
    files: createNodeFiles(),
    folder: options.folder,
    wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
    clock,
    ids,
    label: owner,
    ...(options.anchor === undefined ? {} : { anchor: options.anchor }),
  });
  const ports: AppPorts = {
    policies: store.policies,
    agents: store.agents,
    history: pendingHistory(),
    inForce: () => store.policyInForce(),
    recovery: {
      offer: () => store.recoveryOffer(),
      accept: (approval) => store.acceptRecovery(approval),
    },
    publisher: { publish: () => Promise.resolve() },
    learner: {
      newest: () => Promise.resolve(undefined),
      train: () => Promise.reject(missing()),
      suggest: () => Promise.reject(missing()),
      predict: () => Promise.reject(missing()),
      labelQueue: () => Promise.reject(missing()),
      starterRules: () => Promise.reject(missing()),
    },
    decider: () => {
      throw missing();
    },
    redact: (text) => text,
    clock,
    ids,
    owner,
    author: () => findAuthor(options.settings().author),
    settings: () => options.settings(),
  };
  return {
    app: createApp(ports),
    dispose: () => {
      store.dispose();
    },
  };
}

function missing(): RulewrightError {
  return new RulewrightError('missing-part', 'This part is not built in yet.');
}

function pendingHistory(): EventHistory {
  return {
    append: () => Promise.resolve(),
    recent: () => Promise.resolve([]),
    all: async function* () {},
    labelled: () => Promise.resolve([]),
    label: () => Promise.reject(missing()),
    importCsv: () => Promise.reject(missing()),
    exportCsv: () => Promise.reject(missing()),
    remove: () => Promise.resolve(0),
    ruleHits: () => Promise.resolve(new Map()),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}
