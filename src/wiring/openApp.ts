import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { followSignal } from '../agents/signals';
import { createApp, type App } from '../app';
import type { AppPorts } from '../appPorts';
import { RulewrightError } from '../core/errors';
import { LAYOUT } from '../core/layout';
import { createNodeFiles } from '../files/nodeFiles';
import type { Settings } from '../settings';
import type { AnchorKeeper } from '../store/anchor';
import { openPolicyStore } from '../store/openStore';
import { createHistory } from '../telemetry/history';
import { markIsGone, processMark } from '../telemetry/processMark';
import { redact } from '../telemetry/redact';
import { Spool } from '../telemetry/spool';
import { findAuthor } from './author';
import { createLearner } from './learner';
import { startUpkeep } from './upkeep';

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
  const files = createNodeFiles();
  const store = await openPolicyStore({
    files,
    folder: options.folder,
    wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
    clock,
    ids,
    label: owner,
    ...(options.anchor === undefined ? {} : { anchor: options.anchor }),
  });
  const mark = processMark();
  const history = createHistory({
    files,
    folder: join(options.folder, LAYOUT.history),
    clock,
    owner: mark,
  });
  const spool = new Spool({
    files,
    folder: join(options.folder, LAYOUT.spool),
    target: history,
    owner: mark,
    isGone: markIsGone,
    onAgent: (signal) => followSignal(store.agents, signal),
  });
  const ports: AppPorts = {
    policies: store.policies,
    agents: store.agents,
    history,
    inForce: () => store.policyInForce(),
    recovery: {
      offer: () => store.recoveryOffer(),
      accept: (approval) => store.acceptRecovery(approval),
    },
    publisher: { publish: () => Promise.resolve() },
    learner: createLearner({
      files,
      clock,
      workerPath: join(options.extensionFolder, 'dist', 'trainer.cjs'),
      settings: () => options.settings(),
    }),
    decider: () => {
      throw missing();
    },
    redact,
    clock,
    ids,
    owner,
    author: () => findAuthor(options.settings().author),
    settings: () => options.settings(),
  };
  const app = createApp(ports);
  const upkeep = startUpkeep({
    publish: () => app.publish(),
    drain: async () => {
      await spool.drain();
    },
    retain: async () => {
      await history.retain(options.settings().retentionDays);
    },
    onTrouble: (error) => {
      options.onTrouble(error);
    },
  });
  return {
    app,
    dispose: () => {
      upkeep.dispose();
      store.dispose();
    },
  };
}

function missing(): RulewrightError {
  return new RulewrightError('missing-part', 'This part is not built in yet.');
}
