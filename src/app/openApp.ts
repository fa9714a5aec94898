import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { followSignal } from '../agents/signals';
import { createApp, type App } from '../app';
import type { AppPorts } from './ports';
import { RulewrightError } from '../core/errors';
import { LAYOUT } from '../core/layout';
import { takeProgramTable } from '../policy/programTable';
import { programTableFault } from '../shell/table';
import { commandViews } from '../shell/views';
import { CONNECTED_FILE, createConnections } from '../hosts/connections';
import { installGuard, LAUNCHER, renewGuard, tryGuard, type GuardPlace } from '../hosts/guardFiles';
import { createPolicyPublisher } from '../policy/publishedPolicy';
import { createNodeFiles } from '../files/nodeFiles';
import type { Settings } from '../settings';
import type { AnchorKeeper } from '../store/anchor';
import { openStoreThread } from '../store/client';
import { createHistory } from '../history/history';
import { removeOldCalls } from '../guard/pruneCallNotes';
import { markIsGone, processMark } from '../history/processMark';
import { redact } from '../history/redact/redact';
import { createSources } from '../history/sources/sources';
import { Spool } from '../history/spool';
import { findAuthor } from './author';
import { createEvaluatorPort } from './evaluator';
import { createGuardSettingsWriter } from './guardSettings';
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

/** An open app. Close it: that finishes what is under way. */
export interface OpenApp {
  readonly app: App;
  close(): Promise<void>;
  dispose(): void;
}

/** Commands are read by the table of the build; without it they are read less well, which is said. */
function openProgramTable(options: OpenOptions): void {
  takeProgramTable(join(options.extensionFolder, 'dist'));
  commandViews('git');
  const fault = programTableFault();
  if (fault !== undefined) options.onTrouble(new RulewrightError('missing-part', fault));
}

/** Opens everything that lasts, and joins it. */
export async function openApp(options: OpenOptions): Promise<OpenApp> {
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() };
  const owner = `window ${process.pid}`;
  const files = createNodeFiles();
  openProgramTable(options);
  const store = await openStoreThread({
    threadPath: join(options.extensionFolder, 'dist', 'store.cjs'),
    folder: options.folder,
    wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
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
  const guard: GuardPlace = {
    built: join(options.extensionFolder, 'dist'),
    folder: join(options.folder, LAYOUT.guard),
    node: process.execPath,
  };
  const tellGuards = createGuardSettingsWriter(files, guard.folder);
  const publisher = createPolicyPublisher({
    files,
    path: join(options.folder, LAYOUT.publishedPolicy),
  });
  const learner = createLearner({
    files,
    folder: join(options.folder, LAYOUT.models),
    clock,
    history,
    workerPath: join(options.extensionFolder, 'dist', 'trainer.cjs'),
    settings: () => options.settings(),
  });
  const ports: AppPorts = {
    policies: store.policies,
    agents: store.agents,
    history,
    sources: createSources({
      machine: { home: homedir(), env: process.env, platform: process.platform },
      files,
      positionsPath: join(options.folder, LAYOUT.sources),
      wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
      target: history,
      clock,
    }),
    inForce: () => store.policyInForce(),
    recovery: {
      offer: () => store.recoveryOffer(),
      accept: (approval) => store.acceptRecovery(approval),
    },
    publisher,
    learner,
    connections: createConnections({
      files,
      home: homedir(),
      env: process.env,
      platform: process.platform,
      launcher: join(guard.folder, LAUNCHER),
      memoryPath: join(guard.folder, CONNECTED_FILE),
      install: () => installGuard(files, guard),
      tryOut: tryGuard,
    }),
    evaluator: createEvaluatorPort(() => options.settings()),
    redact,
    clock,
    ids,
    owner,
    author: () => findAuthor(options.settings().author),
    settings: () => options.settings(),
  };
  const app = createApp(ports);
  const upkeep = startUpkeep({
    publish: async () => {
      const policy = await store.policyInForce();
      if (policy !== undefined) await publisher.heal(policy);
    },
    drain: async () => {
      await tellGuards(options.settings());
      await spool.drain();
    },
    renew: () => renewGuard(files, guard),
    retain: async () => {
      await history.retain(options.settings().retentionDays);
      await removeOldCalls(files, join(options.folder, LAYOUT.calls), clock.now());
    },
    onTrouble: (error) => {
      options.onTrouble(error);
    },
  });
  const close = async (): Promise<void> => {
    await Promise.all([upkeep.stop(), learner.close()]);
    await store.close();
  };
  return {
    app,
    close,
    dispose: () => {
      close().catch((error: unknown) => {
        options.onTrouble(error);
      });
    },
  };
}
