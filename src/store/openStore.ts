import { join } from 'node:path';
import type { Approval } from '../core/approval';
import type { RulewrightError } from '../core/errors';
import { isRulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { LAYOUT } from '../core/layout';
import { freeSpace } from '../files/freeSpace';
import { tryWriting } from '../files/writeAtomic';
import type { AgentStore, Clock, Ids, PolicyStore, StoreHealth } from '../core/ports';
import type { RecoveryOffer } from '../core/recoveryOffer';
import { createAgentStore } from './agentStore';
import type { AnchorStorage } from './anchor';
import { NO_ANCHOR } from './anchor';
import { Approvals } from './approvals';
import { createBackups } from './backups';
import { createChangeNotice } from './changeNotice';
import type { Database } from './database';
import { loadSqlite } from './database';
import { HistoryCheck, QUICK_FROM_BYTES } from './historyCheck';
import { removeStaleFiles } from './staleFiles';
import type { LoadContext } from './loadContext';
import { load } from './loader';
import { createLock } from './lock';
import type { Migration } from './migrate';
import { MIGRATIONS } from './migrate';
import type { Pages } from './listPages';
import { createPages } from './listPages';
import { PolicyFile } from './policyFile';
import { createPolicyStore } from './policyStore';
import { hasSignatures } from './signatures';
import { identify } from './snapshot';
import type { PolicyInForce } from './storeStatus';
import { acceptRecovery, healthOf, policyInForce } from './storeStatus';
import { readHead } from './versionLog';

export interface StoreOptions {
  readonly files: Files;
  /** The storage folder that all windows share. */
  readonly folder: string;
  /** `sql-wasm.wasm`, as the build copies it. */
  readonly wasmPath: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The name of this process in messages of other windows: `window <pid>`. */
  readonly label: string;
  /** Stores the end of the chain and the private key outside the folder. */
  readonly anchor?: AnchorStorage;
  /** Migrations to the current schema; tests pass their own. */
  readonly migrations?: readonly Migration[];
  /** File size from which changes go to the log, and log size from which it is saved into the file. */
  readonly logFromBytes?: number;
  readonly logUpToBytes?: number;
  /** How long to wait for a live owner of the lock, in milliseconds. */
  readonly timeoutMs?: number;
}

/** An open store. `close` completes pending work. */
export interface OpenStore {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  /** The long lists of `policies` in pages. */
  readonly pages: Pages;
  /** The policy to publish; undefined while the file fails its checks: the published policy must then stay. */
  policyInForce(): Promise<PolicyInForce | undefined>;
  /** The replacement that a person can accept for a file that failed its checks. */
  recoveryOffer(): Promise<RecoveryOffer | undefined>;
  /** Replaces the failed file, which is set aside, with the offered policy. Throws `not-found`, `stale-diff`. */
  acceptRecovery(approval: Approval): Promise<void>;
  /** The history that was not approved with the key of this machine, for a person to approve. */
  historyOffer(): Promise<RecoveryOffer | undefined>;
  /** Signs the offered history with the key of this machine. Throws `not-found`, `stale-diff`, `not-approved`. */
  approveHistory(approval: Approval): Promise<void>;
  /** Removes the trust in the keys of other clients. */
  removeTrustedKeys(): Promise<void>;
  /** Resolves when the full history is verified. Takes time for large files only. */
  historyChecked(): Promise<void>;
  close(): Promise<void>;
  dispose(): void;
}

/** Space to free on a full disk, in addition to four times the size of the policy file. */
const RESERVE_BYTES = 4 << 20;
const LOG_FROM_BYTES = 1 << 20;
const LOG_UP_TO_BYTES = 1 << 20;

/** Opens the store in a folder and creates it if necessary. Throws `missing-part`, `io-failed`, `store-readonly`. */
export async function openPolicyStore(options: StoreOptions): Promise<OpenStore> {
  const { files, folder, clock } = options;
  await files.makeFolder(folder);
  const context: LoadContext = {
    files,
    sqlite: await loadSqlite(files, options.wasmPath),
    paths: { database: join(folder, LAYOUT.database), log: join(folder, LAYOUT.databaseLog) },
    migrations: options.migrations ?? MIGRATIONS,
    backups: createBackups(files, join(folder, LAYOUT.backups)),
    anchor: options.anchor ?? NO_ANCHOR,
    history: new HistoryCheck(),
    now: () => new Date(clock.now()).toISOString(),
  };
  return openFile(options, context);
}

async function openFile(options: StoreOptions, context: LoadContext): Promise<OpenStore> {
  const { files, folder, label, timeoutMs } = options;
  const { paths, backups, anchor } = context;
  const notice = createChangeNotice(folder, async () =>
    JSON.stringify(await identify(files, paths)),
  );
  const keepAnchor = (database: Database): void => {
    const { seq, version, hash } = readHead(database);
    const signedBy = approvals.signerOf(database);
    // The anchor is the end of what was approved here.
    if (seq === 0 || (signedBy === undefined && hasSignatures(database))) return;
    const place = { seq, version, hash, ...(signedBy === undefined ? {} : { signedBy }) };
    // A lost update only leaves an older anchor, which is still valid.
    void anchor.set(place).catch(() => undefined);
  };
  const lockPath = join(folder, LAYOUT.lock);
  /** Number of history files that were deleted to free space. */
  let deleted = 0;
  const file: PolicyFile = new PolicyFile({
    files,
    paths,
    lock: createLock({
      files,
      path: lockPath,
      label,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }),
    load: (checked) => load(context, checked),
    logFromBytes: options.logFromBytes ?? LOG_FROM_BYTES,
    logUpToBytes: options.logUpToBytes ?? LOG_UP_TO_BYTES,
    freeSpace: async () => {
      const isEvents = (name: string): boolean => name.endsWith('.events.jsonl');
      const needed = 4 * ((await files.stat(paths.database))?.sizeBytes ?? 0) + RESERVE_BYTES;
      const count = await freeSpace(files, join(folder, LAYOUT.history), isEvents, needed);
      deleted += count;
      return count > 0;
    },
    onLoaded: ({ digest, sizeBytes, refusal }) => {
      if (sizeBytes < QUICK_FROM_BYTES || refusal !== undefined) return;
      const found = (): void => void file.forget().then(() => notice.check());
      context.history.start(digest, (work) => file.read(work), found);
    },
    onSaved: (database) => {
      keepAnchor(database);
      backups.schedule(() => file.copy());
      void notice.check();
    },
  });
  const approvals = new Approvals(file, anchor);
  let unwritable = await prepare(file, context, lockPath);
  const health = async (): Promise<StoreHealth> => {
    // The folder may have become writable in the meantime.
    if (unwritable !== undefined) unwritable = await prepare(file, context, lockPath);
    return healthOf(file, approvals, { folder, unwritable, deleted });
  };
  const close = async (): Promise<void> => {
    context.history.stop();
    notice.dispose();
    await backups.flush();
    await file.close();
  };
  const pages = createPages(file);
  return {
    pages,
    policies: createPolicyStore({
      file,
      approvals,
      pages,
      clock: options.clock,
      ids: options.ids,
      health,
      onDidChange: (listener) => notice.subscribe(listener),
    }),
    agents: createAgentStore(file),
    policyInForce: () => policyInForce(file, approvals),
    recoveryOffer: async () => (await file.status()).offer,
    acceptRecovery: async (approval) => {
      context.history.reset();
      await acceptRecovery(file, approvals, approval, context.now());
    },
    historyOffer: () => approvals.offer(),
    approveHistory: (approval) => approvals.approve(approval, context.now()),
    removeTrustedKeys: () => approvals.removeTrustedKeys(),
    historyChecked: () => context.history.finished(),
    close,
    dispose: () => void close(),
  };
}

/** Loads and saves once. If the folder is not writable, an existing policy is still shown. */
async function prepare(
  file: PolicyFile,
  context: LoadContext,
  lockPath: string,
): Promise<RulewrightError | undefined> {
  const { unsaved, refusal, moveAside } = await file.status();
  try {
    await removeStaleFiles(file, context.files, context.paths.database, lockPath);
    if (moveAside !== undefined) await file.underLock(() => moveAside());
    else if (unsaved && refusal === undefined) await file.write(() => undefined);
    else await tryWriting(context.files, context.paths.database);
    return undefined;
  } catch (error) {
    const exists = (await context.files.stat(context.paths.database)) !== undefined;
    if (exists && isRulewrightError(error)) return error;
    throw error;
  }
}
