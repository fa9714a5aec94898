import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostSessions } from '../../src/hosts/agentSignals';
import { CONNECTED_FILE, createConnections } from '../../src/hosts/connections';
import { hasRuleInForce } from '../../src/policy/ruleInForce';
import { GUARD_SETTINGS_FILE } from '../../src/guard/guardSettings';
import { hostNodes } from '../../src/providers/nodes/hostNodes';
import { createHostEnvironment } from '../../src/hosts/hostEnvironment';
import {
  createGuardCheck,
  installGuard,
  LAUNCHER,
  type GuardPlace,
} from '../../src/hosts/guardFiles';
import { tryGuard } from '../../src/hosts/tryGuard';
import { shellWord } from '../../src/core/shellQuoted';
import type { HostConnection } from '../../src/core/agentHost';
import { createPolicyPublisher } from '../../src/policy/publishedPolicy';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { readSettings, type Settings } from '../../src/settings';
import { openStoreProcess } from '../../src/store/storeClient';
import { createHistory } from '../../src/history/history';
import { processHasEnded, processToken } from '../../src/history/processToken';
import { Spool, SpoolLine } from '../../src/history/spool';
import { guardSettingsOf } from '../../src/app/guardSettingsOf';
import { hostHasEnded } from '../../src/app/hostHasEnded';
import { ROOT } from '../../scripts/shell.mjs';
import type { Rule } from '../../src/core/rule';
import { aRule } from '../support/aRule';
import type { RunFolders } from './host';

/*
 * The product as these tests use it: what a window of VS Code does for an agent host. The guard comes from `dist`, as
 * it is packaged.
 */

export type { Settings, SpoolLine };

export { LAUNCHER };

/** Rulewright installed for one user: storage, published policy, hook files. */
export interface Installation {
  /** The storage folder of the extension. Its path contains a space, as on macOS. */
  readonly storage: string;
  /** The published policy. */
  readonly policy: string;
  /** The folder of the launcher and the guard. */
  readonly guard: string;
  /** Publishes the policy, by default with the rules of these tests, and the settings of the guard. */
  publish(settings: Partial<Settings>, rules?: readonly Rule[]): Promise<void>;
  /** Adds the hooks to the host's file, or updates them. */
  connect(host: string): Promise<void>;
  /** Removes the hooks. */
  disconnect(host: string): Promise<void>;
  /** Sends the test command through the host's own line. Resolves to what is said of it. */
  check(host: string): Promise<string>;
  /** Puts the files of the guard back, as a window does that finds them changed. */
  repair(): Promise<void>;
  /** Installs the state of the previous build: its hooks in the host's file, and the guard as a window updates it. */
  connectAsBefore(host: string): Promise<void>;
  /** Adds a hook without effect before each of ours. */
  hookBefore(host: string): Promise<void>;
  /** Writes a comment into the host's file. */
  comment(host: string): Promise<void>;
  /** What the row of the host in the Agents view says, with all that the history has by now. */
  row(host: string): Promise<string>;
}

export const DENIED_MARK = 'denied-ran';
export const ALLOWED_MARK = 'allowed-ran';
export const ASKED_MARK = 'asked-ran';
const RULES = [
  aRule({
    id: 'r-denied',
    pattern: DENIED_MARK,
    title: 'Leaves a mark',
    reason: 'Marks are kept.',
    instead: 'Leave the mark to the user.',
  }),
  aRule({
    id: 'r-asked',
    pattern: ASKED_MARK,
    effect: 'ask',
    title: 'Leaves another mark',
    reason: 'Marks are kept.',
    instead: 'Write it down.',
  }),
  aRule({ id: 'r-allowed', pattern: `^touch \\S+/${ALLOWED_MARK}$`, effect: 'allow' }),
];

/** The launcher path in the fixtures of installed hooks. */
const FIXTURE_LAUNCHER = '/home/ada/rulewright/guard/guard.sh';

/** Whether an earlier build wrote other hooks for the host. */
export function hasEarlierHooks(host: string): boolean {
  return existsSync(join(INSTALLED_BEFORE, `${host}.json`));
}

const INSTALLED_BEFORE = join(ROOT, 'test/fixtures/hooks/installed-before');
const files = createNodeFiles();
const clock = { now: () => Date.now() };
const historyIn = (storage: string, owner: string) =>
  createHistory({ files, folder: join(storage, 'history'), clock, owner });
const dist = (name: string): string => join(ROOT, 'dist', name);

/** `env`: the environment of the window. */
export function createInstallation(
  { home, workspace }: RunFolders,
  env: NodeJS.ProcessEnv = {},
): Installation {
  const storage = join(home, 'Library', 'Application Support', 'rulewright');
  const policy = join(storage, 'policy.snapshot');
  const place: GuardPlace = {
    built: join(ROOT, 'dist'),
    version: '1.0.0',
    folder: join(storage, 'guard'),
    node: process.execPath,
  };
  const launcher = join(place.folder, LAUNCHER);
  const memoryPath = join(place.folder, CONNECTED_FILE);
  const connections = createConnections({
    files,
    home,
    env,
    platform: process.platform,
    launcher,
    memoryPath,
    install: () => installGuard(files, place),
    tryOut: tryGuard,
    environment: createHostEnvironment({
      files,
      policyPath: policy,
      hasRules: hasRuleInForce,
      folders: () => [workspace],
      recent: (limit) => historyIn(storage, 'view').recent(limit),
      guard: createGuardCheck(files, place),
    }),
  });
  const find = async (host: string): Promise<HostConnection> => {
    const found = (await connections.list()).find((one) => one.host === host);
    if (found === undefined) throw new Error(`The product does not know the host ${host}.`);
    return found;
  };
  return {
    storage,
    policy,
    guard: place.folder,
    publish: async (settings, rules = RULES) => {
      const publisher = createPolicyPublisher({ files, path: policy });
      await publisher.publish({ rules, version: 'v1', seq: 1 });
      const defaults = readSettings(() => undefined);
      const text = JSON.stringify(guardSettingsOf({ ...defaults, ...settings }));
      await mkdir(place.folder, { recursive: true });
      await writeFile(join(place.folder, GUARD_SETTINGS_FILE), text);
    },
    connect: async (host) => {
      await connections.write(await connections.propose(host, 'connect'));
    },
    disconnect: async (host) => {
      await connections.write(await connections.propose(host, 'disconnect'));
    },
    check: async (host) => (await connections.test(host)).text,
    repair: () => connections.repair(),
    connectAsBefore: async (host) => {
      const { path } = await find(host);
      await installGuard(files, place);
      await writeFile(memoryPath, `${JSON.stringify([host])}\n`);
      await mkdir(dirname(path), { recursive: true });
      const fixture = join(INSTALLED_BEFORE, `${host}.json`);
      const hooks = withLauncher(JSON.parse(await readFile(fixture, 'utf8')), launcher);
      const others = await readFile(path, 'utf8').catch(() => '{}');
      const merged = Object.assign(JSON.parse(others) as object, hooks);
      await writeFile(path, JSON.stringify(merged, null, 2));
    },
    hookBefore: async (host) => {
      const { path } = await find(host);
      if (path.endsWith('.js')) {
        await writeFile(join(dirname(path), 'a-first.js'), OTHER_PLUGIN);
        return;
      }
      const root = JSON.parse(await readFile(path, 'utf8')) as { hooks: Record<string, object[]> };
      for (const entries of Object.values(root.hooks)) {
        const other = JSON.stringify(entries[0])
          .replaceAll(/"[^"]*guard\.sh(?:[^"\\]|\\.)*"/g, '"true"')
          .replace('"type":"command"', '"type":"command","name":"rulewright"');
        entries.unshift(JSON.parse(other) as object);
      }
      await writeFile(path, JSON.stringify(root, null, 2));
    },
    comment: async (host) => {
      const { path } = await find(host);
      await writeFile(path, `// mine\n${await readFile(path, 'utf8')}`);
    },
    row: async (host) => {
      const [row] = hostNodes([await find(host)], [], { isStale: () => false, denials: new Map() });
      return row?.description ?? '';
    },
  };
}

/** A plugin that does nothing. */
const OTHER_PLUGIN = `export const Other = async () => ({ 'tool.execute.before': async () => {} });\n`;

/** The JSON value with our launcher instead of the one in the fixtures. */
function withLauncher(value: unknown, launcher: string): unknown {
  if (typeof value === 'string') return value.replace(FIXTURE_LAUNCHER, () => shellWord(launcher));
  if (Array.isArray(value)) return value.map((item) => withLauncher(item, launcher));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withLauncher(item, launcher)]),
  );
}

/** The lines in the spool, file by file. */
export async function readSpool(storage: string): Promise<readonly SpoolLine[]> {
  const folder = join(storage, 'spool');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => SpoolLine.parse(JSON.parse(line)));
}

/** The content of the Agents view after a window reads the spool. */
export interface FollowedAgents {
  /** The agents after each signal. */
  readonly agents: readonly (readonly string[])[];
  /** The agents that remain after checking which hosts are still running. */
  readonly left: readonly string[];
}

/** Applies the signals in the spool, as a window does. */
export async function followAgents(storage: string): Promise<FollowedAgents> {
  const store = await openStoreProcess({
    programPath: dist('store.cjs'),
    folder: storage,
    wasmPath: dist('sql-wasm.wasm'),
    label: 'agent host tests',
  });
  try {
    const owner = processToken();
    const shown: string[][] = [];
    const sessions = new HostSessions(store.agents, hostHasEnded);
    const inView = async (): Promise<string[]> =>
      (await store.agents.list()).map(({ name, status, blockedReason }) =>
        blockedReason === null ? `${name} (${status})` : `${name} (${status}: ${blockedReason})`,
      );
    const spool = new Spool({
      files,
      folder: join(storage, 'spool'),
      target: historyIn(storage, owner),
      clock,
      owner,
      ownerHasEnded: processHasEnded,
      agents: {
        follow: async (signal) => {
          await sessions.follow(signal);
          shown.push(await inView());
        },
      },
    });
    const { damaged } = await spool.drain();
    if (damaged > 0) throw new Error(`${damaged} lines of the spool could not be read.`);
    await sessions.removeEnded();
    return { agents: shown, left: await inView() };
  } finally {
    await store.close();
  }
}
