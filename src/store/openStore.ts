import { join } from 'node:path';
import type { Files } from '../core/files';
import { LAYOUT } from '../core/layout';
import type { AgentStore, Clock, Ids, PolicyStore, StoreHealth } from '../core/ports';
import { RulewrightError } from '../core/errors';
import type { Rule } from '../core/rule';
import { createAgentStore } from './agentStore';
import { createChangeNotice } from './changeNotice';
import type { Sqlite } from './database';
import { loadSqlite } from './database';
import { createLock } from './lock';
import { migrate } from './migrate';
import type { Loaded } from './policyFile';
import { PolicyFile } from './policyFile';
import { createPolicyStore } from './policyStore';
import { readRules, stateHash } from './ruleRows';
import { unseal } from './sealedFile';
import { readHead } from './versionLog';

export interface StoreOptions {
  readonly files: Files;
  /** The storage folder that all windows share. */
  readonly folder: string;
  /** `sql-wasm.wasm`, as the build copies it. */
  readonly wasmPath: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What other windows call this process: `window <pid>` … */
  readonly label: string;
}

/** The policy that must be in force: what the published file is compared with and made from. */
export interface PolicyInForce {
  readonly rules: readonly Rule[];
  /** The last version, empty before the first. */
  readonly version: string;
  readonly seq: number;
  readonly stateHash: string;
}

/** An open store. Close it: that finishes what is under way. */
export interface OpenStore {
  readonly policies: PolicyStore;
  readonly agents: AgentStore;
  policyInForce(): Promise<PolicyInForce>;
  close(): Promise<void>;
  dispose(): void;
}

/** Opens the store in a folder, making it where there is none. Throws `missing-part`, `io-failed`, `store-readonly`. */
export async function openPolicyStore(options: StoreOptions): Promise<OpenStore> {
  const { files, folder, clock } = options;
  await files.makeFolder(folder);
  const sqlite = await loadSqlite(files, options.wasmPath);
  const path = join(folder, LAYOUT.database);
  const notice = createChangeNotice(folder, async () => (await files.stat(path))?.identity);
  const file = new PolicyFile({
    files,
    path,
    lock: createLock({ files, path: join(folder, LAYOUT.lock), label: options.label }),
    load: (identity) => load(sqlite, files, path, identity, new Date(clock.now()).toISOString()),
    onSaved: () => void notice.look(),
  });
  await file.write(() => undefined);
  const health = (): Promise<StoreHealth> => Promise.resolve({ state: 'good' });
  const close = (): Promise<void> => {
    notice.dispose();
    file.close();
    return Promise.resolve();
  };
  return {
    policies: createPolicyStore({
      file,
      clock,
      ids: options.ids,
      health,
      onDidChange: (listener) => notice.subscribe(listener),
    }),
    agents: createAgentStore(file),
    policyInForce: () => file.read(inForce),
    close,
    dispose: () => void close(),
  };
}

function inForce(database: Parameters<typeof readRules>[0]): PolicyInForce {
  const rules = readRules(database);
  const { version, seq } = readHead(database);
  return { rules, version, seq, stateHash: stateHash(rules) };
}

async function load(
  sqlite: Sqlite,
  files: Files,
  path: string,
  identity: string | undefined,
  ts: string,
): Promise<Loaded> {
  const bytes = await files.read(path);
  if (bytes === undefined || identity === undefined) {
    const database = sqlite.open();
    database.transaction(() => {
      migrate(database, ts);
    });
    return { database, identity: '', unsaved: true };
  }
  const found = unseal(bytes);
  if (typeof found === 'string') {
    throw new RulewrightError('store-damaged', `${path} is damaged (${found}).`);
  }
  return { database: sqlite.open(found.content), identity };
}
