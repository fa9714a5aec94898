import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { guardFolderIn } from '../hosts/guardFolder';
import { HostSessions } from '../hosts/agentSignals';
import { createApp, type App } from '../app';
import type { AppPorts } from './ports';
import { RulewrightError } from '../core/errors';
import { extensionVersion } from '../files/extensionVersion';
import type { RestoredHooks } from '../core/agentHost';
import type { PolicyDifference } from '../core/foreignPolicy';
import { sourceIdsIn } from '../core/historySource';
import { restoredText } from '../core/hostStateText';
import { LAYOUT } from '../core/layout';
import { useProgramTableIn } from '../policy/programTable';
import { programTableFault } from '../shell/table';
import { commandViews } from '../shell/views';
import { createPolicyPublisher } from '../policy/publishedPolicy';
import { createNodeFiles } from '../files/nodeFiles';
import { writeAtomic } from '../files/writeAtomic';
import type { Settings } from '../settings';
import { NO_ANCHOR, type AnchorStorage } from '../store/anchor';
import { openStoreProcess } from '../store/storeClient';
import { createHistory } from '../history/history';
import { guardOwnFiles } from '../guard/guardOwnFiles';
import { pruneCallNotes } from '../guard/pruneCallNotes';
import { processHasEnded, processToken } from '../history/processToken';
import { patternWithoutSecrets, secretInPattern } from '../history/redact/patternSecret';
import { redactionOf } from '../history/redact/redact';
import { createImportProcess } from '../history/process/importProcess';
import { Spool } from '../history/spool';
import { findAuthor } from './author';
import { createDecisionCheck, withDecisionCheck } from './decisionCheck';
import { createEvaluatorPort } from './evaluatorPort';
import { hostHasEnded } from './hostHasEnded';
import { createPause } from './pause';
import { createRepeatLimit } from './repeatLimit';
import { createBacktests } from './backtests';
import { createLearner } from './learner';
import { followSources } from './followSources';
import { createForeignPolicyReports } from './foreignPolicyReport';
import { createHistoryWatch } from './historyWatch';
import { redactedStore } from './redactedStore';
import { proposeEnforcing } from './shadowRules';
import { openGuard } from './openGuard';
import { storePorts } from './storePorts';
import { startUpkeep } from './upkeep';

/** Folders, settings and error handling of the app. */
export interface OpenOptions {
  /** The storage folder that all windows of this machine share. */
  readonly folder: string;
  /** The extension's folder, with `dist/` and `assets/`. */
  readonly extensionFolder: string;
  /** Stores the head of the version chain and the private key outside the storage folder. */
  readonly anchor?: AnchorStorage;
  settings(): Settings;
  /** Translated texts by English text, for worker threads: the l10n bundle. */
  readonly texts?: Readonly<Record<string, string>>;
  /** The workspace folders of this window. Default: none. */
  folders?(): readonly string[];
  /**
   * Called with a message for users: which file another program changed, and where the changed file was moved. If it is
   * the published policy, also with its difference from the policy in force.
   */
  onTampering?(text: string, difference?: PolicyDifference): void;
  /** Receives hooks of a host that another program removed or changed, and that were written again. */
  onHooksRestored?(found: RestoredHooks): void;
  /** Receives errors of background work; the app stays usable. */
  onError(error: unknown): void;
}

/** An open app. `close` waits for work in progress. */
export interface OpenApp {
  readonly app: App;
  close(): Promise<void>;
  dispose(): void;
}

/** Loads the program table of the build. Without it, commands are parsed less exactly, which is reported. */
function openProgramTable(options: OpenOptions): void {
  useProgramTableIn(join(options.extensionFolder, 'dist'));
  commandViews('git');
  const fault = programTableFault();
  if (fault !== undefined) options.onError(new RulewrightError('missing-part', fault));
}

/** Minimum time between two notices of the same change. */
const REPEAT_MS = 60_000;

/** Opens the storage and the worker threads, and creates the app over them. */
export async function openApp(options: OpenOptions): Promise<OpenApp> {
  const clock = { now: () => Date.now() };
  const owner = `window ${process.pid}`;
  const files = createNodeFiles();
  openProgramTable(options);
  const opened = await openStoreProcess({
    programPath: join(options.extensionFolder, 'dist', 'store.cjs'),
    folder: options.folder,
    wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
    label: owner,
    texts: options.texts ?? {},
    ...(options.anchor === undefined ? {} : { anchor: options.anchor }),
  });
  const store = redactedStore(opened);
  const mark = processToken();
  const version = await extensionVersion(files, options.extensionFolder);
  const onError = (error: unknown): void => {
    options.onError(error);
  };
  const noteRepair = (comment: string): Promise<void> =>
    store.policies.note({ action: 'repair', author: owner, comment, subject: '' });
  const isNew = createRepeatLimit(clock, REPEAT_MS);
  const report = async (text: string, difference?: PolicyDifference): Promise<void> => {
    options.onTampering?.(text, difference);
    await noteRepair(text);
  };
  const noteTampering = async (text: string): Promise<void> => {
    if (isNew(text)) await report(text);
  };
  const ownFilesOfGuard = guardOwnFiles(
    { storage: options.folder, guard: guardFolderIn(options.folder) },
    { HOME: homedir() },
  );
  const author = (): Promise<string> => findAuthor(options.settings().author);
  const pause = createPause(store.policies);
  const checkDecisions = createDecisionCheck({
    guardVersion: version,
    ...{ policies: store.policies, inForce: () => store.policyInForce() },
    // Without variables that name other folders: those of the guard are not known.
    ownFiles: ownFilesOfGuard,
    ...{ wasPaused: (ms) => pause.wasPaused(ms), clock, onWeakerDecision: noteTampering },
  });
  const history = createHistory({
    files,
    folder: join(options.folder, LAYOUT.history),
    clock,
    owner: mark,
    importElsewhere: (path, run) => imports.importCsv(path, run),
  });
  const historyWatch = createHistoryWatch({
    folder: join(options.folder, LAYOUT.history),
    owner: mark,
    onChange: () => {
      history.refresh();
    },
  });
  const imports = createImportProcess({
    programPath: join(options.extensionFolder, 'dist', 'importer.cjs'),
    historyFolder: join(options.folder, LAYOUT.history),
    positionsPath: join(options.folder, LAYOUT.sources),
    wasmPath: join(options.extensionFolder, 'dist', 'sql-wasm.wasm'),
    machine: { home: homedir(), env: { ...process.env }, platform: process.platform },
    texts: options.texts ?? {},
    onWritten: () => {
      history.refresh();
    },
  });
  const sessions = new HostSessions(store.agents, hostHasEnded, clock);
  const spool = new Spool({
    files,
    folder: join(options.folder, LAYOUT.spool),
    target: withDecisionCheck(history, checkDecisions, onError),
    clock,
    owner: mark,
    ownerHasEnded: processHasEnded,
    agents: sessions,
  });
  const publisher = createPolicyPublisher({
    files,
    path: join(options.folder, LAYOUT.publishedPolicy),
    inForce: () => store.policyInForce(),
  });
  const learner = createLearner({
    files,
    folder: join(options.folder, LAYOUT.models),
    clock,
    history,
    workerPath: join(options.extensionFolder, 'dist', 'trainer.cjs'),
    texts: options.texts ?? {},
    settings: () => options.settings(),
  });
  const backtests = createBacktests({
    workerPath: join(options.extensionFolder, 'dist', 'trainer.cjs'),
    texts: options.texts ?? {},
    inProcess: true,
    history,
    policies: store.policies,
  });
  const foreignPolicies = createForeignPolicyReports({
    workerPath: join(options.extensionFolder, 'dist', 'trainer.cjs'),
    texts: options.texts ?? {},
    recent: (limit) => history.recent(limit),
    inForce: () => store.policyInForce(),
    ownFiles: ownFilesOfGuard,
    onReport: report,
    onError,
  });
  const { connections, tampering, ownFiles, sign } = openGuard({
    ...options,
    ...{ files, clock, version, pause, publisher, onError, policies: store.policies, author },
    anchor: options.anchor ?? NO_ANCHOR,
    recent: (limit) => history.recent(limit),
    onTampering: async ({ text, foreignPolicy }) => {
      if (foreignPolicy === undefined) await noteTampering(text);
      else if (isNew(text)) foreignPolicies.report(text, foreignPolicy);
    },
    onHooksRestored: async (found) => {
      options.onHooksRestored?.(found);
      await noteRepair(restoredText(found));
    },
  });
  const ports: AppPorts = {
    ...storePorts(store),
    history,
    sources: imports,
    checkGuardFiles: () => tampering.check(),
    publisher,
    learner,
    backtests,
    connections,
    evaluator: createEvaluatorPort(() => options.settings()),
    pausedUntilMs: () => pause.untilMs(clock.now()),
    ownFiles,
    sign,
    saveFile: (path, text) => writeAtomic(files, path, new TextEncoder().encode(text)),
    ...{ redactionOf, secretInPattern, patternWithoutSecrets },
    clock,
    ids: { next: () => randomUUID() },
    owner,
    author,
    settings: () => options.settings(),
  };
  const app = createApp(ports);
  const stopping = new AbortController();
  const upkeep = startUpkeep({
    checkFiles: () => tampering.check(),
    drain: async () => {
      historyWatch.start();
      await spool.drainIfChanged();
      await sessions.removeEnded();
    },
    checkHooks: () => connections.recheckIfChanged(),
    checkHosts: () => connections.recheck(),
    retain: async () => {
      await history.retain(options.settings().retentionDays);
      await pruneCallNotes(files, join(options.folder, LAYOUT.calls), clock.now());
    },
    proposeEnforcing: async () => {
      const { state } = await store.policies.health();
      if (state === 'read-only' || state === 'tampered') return;
      await proposeEnforcing(ports, options.settings().quietDays);
    },
    follow: () =>
      followSources(ports.sources, sourceIdsIn(options.settings().keepUpToDate), stopping.signal),
    onError,
  });
  const close = async (): Promise<void> => {
    stopping.abort();
    historyWatch.close();
    await Promise.all([upkeep.stop(), tampering.close(), learner.close(), backtests.close()]);
    await foreignPolicies.close();
    await store.close();
  };
  return {
    app,
    close,
    dispose: () => {
      close().catch(onError);
    },
  };
}
