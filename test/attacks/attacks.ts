import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { COMPILED_FILE } from '../../src/app/compiledGuard';
import { openApp, type OpenApp } from '../../src/app/openApp';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createGuardCheck, LAUNCHER } from '../../src/hosts/guardFiles';
import { guardFolderIn } from '../../src/hosts/guardFolder';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { readPublishedPolicy } from '../../src/policy/readSnapshot';
import { readSettings } from '../../src/settings';
import { NO_ANCHOR } from '../../src/store/anchor';
import { installGuard } from '../support/installedGuard';
import { ASKED, HOME, STORAGE, SWITCHES_OFF } from './ownFileCommands';

/** The result of an attack. `stopped`: it had no effect; `noticed`: the user was warned, and it was repaired. */
export type Result = 'stopped' | 'noticed' | 'unnoticed';

/** A way in which another program or an agent could change Rulewright's decisions. */
export interface Attack {
  readonly name: string;
  /** `folder` is empty and used only by this attack. */
  readonly run: (folder: string) => Promise<Result> | Result;
}

const DENIED = 'touch denied-mark';
const POLICY = { rules: [], version: 'v1', seq: 1 };

/** An installed guard with an empty policy. */
function guardIn(folder: string): { readonly storage: string; readonly launcher: string } {
  const storage = join(folder, 'storage');
  mkdirSync(join(folder, 'home'), { recursive: true });
  const launcher = installGuard(join(storage, 'guard'));
  writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(POLICY, 1));
  return { storage, launcher };
}

/** The guard's answer to a call of a host's tool; undefined if there was none in time. */
function decisionOf(
  launcher: string,
  host: string,
  call: object,
  env: Readonly<Record<string, string>> = {},
): string | undefined {
  const { stdout, status } = spawnSync('/bin/sh', [launcher, '--host', host, 'pre'], {
    input: JSON.stringify({ session_id: 's', hook_event_name: 'PreToolUse', ...call }),
    encoding: 'utf8',
    timeout: 15_000,
    env: { PATH: process.env['PATH'], HOME, ...env },
  });
  if (status !== 0) return status === 2 ? 'deny' : undefined;
  return /"(?:permissionDecision|permission|decision)":"(\w+)"/.exec(stdout)?.[1] ?? 'none';
}

const bash = (command: string): object => ({
  cwd: `${HOME}/app`,
  tool_name: 'Bash',
  tool_input: { command },
});
const stoppedIf = (isStopped: boolean): Result => (isStopped ? 'stopped' : 'unnoticed');

const COMMANDS: readonly Attack[] = [...SWITCHES_OFF, ...ASKED].map((command) => ({
  name: `command: ${command.split('\n')[0] ?? ''}`,
  run: (folder) => {
    const { launcher } = guardIn(folder);
    return stoppedIf(['deny', 'ask'].includes(decisionOf(launcher, 'claude', bash(command)) ?? ''));
  },
}));

const TOOLS: Readonly<Record<string, (path: string) => object>> = {
  claude: (path) => ({ tool_name: 'Write', tool_input: { file_path: path, content: '{}' } }),
  codex: (path) => ({
    tool_name: 'apply_patch',
    tool_input: { command: `*** Begin Patch\n*** Delete File: ${path}\n*** End Patch` },
  }),
  copilot: (path) => ({ tool_name: 'create', tool_input: { path, file_text: '{}' } }),
  cursor: (path) => ({ tool_name: 'Write', tool_input: { file_path: path }, cursor_version: '2' }),
  gemini: (path) => ({ tool_name: 'write_file', tool_input: { file_path: path } }),
  opencode: (path) => ({ tool_name: 'write', tool_input: { filePath: path, content: '{}' } }),
  qwen: (path) => ({ tool_name: 'edit', tool_input: { file_path: path } }),
};

const FILE_TOOLS: readonly Attack[] = Object.entries(TOOLS).flatMap(([host, call]) =>
  [`${STORAGE}/policy.snapshot`, `${HOME}/.claude/settings.json`, `${HOME}/.codex/hooks.json`].map(
    (path) => ({
      name: `file tool of ${host}: ${path}`,
      run: (folder: string) => {
        const { launcher } = guardIn(folder);
        return stoppedIf(decisionOf(launcher, host, call(path)) === 'deny');
      },
    }),
  ),
);

const PIPES: readonly Attack[] = ['policy.snapshot', 'guard/guard.json', 'calls', 'spool'].map(
  (name) => ({
    name: `a pipe in the place of ${name}`,
    run: (folder) => {
      const { launcher, storage } = guardIn(folder);
      rmSync(join(storage, name), { force: true });
      execFileSync('mkfifo', [join(storage, name)]);
      return stoppedIf(decisionOf(launcher, 'claude', bash('ls')) !== undefined);
    },
  }),
);

const ENVIRONMENT: readonly Attack[] = [
  {
    name: 'NODE_OPTIONS loads a program into the guard',
    run: (folder) => {
      const { launcher } = guardIn(folder);
      const evil = join(folder, 'evil.cjs');
      writeFileSync(evil, 'process.exit(0);');
      const env = { NODE_OPTIONS: `--require ${evil}` };
      const command = 'rm ~/.claude/settings.json';
      return stoppedIf(decisionOf(launcher, 'claude', bash(command), env) === 'deny');
    },
  },
  {
    name: 'NODE_V8_COVERAGE makes the guard write',
    run: (folder) => {
      const { launcher } = guardIn(folder);
      decisionOf(launcher, 'claude', bash('ls'), { NODE_V8_COVERAGE: join(folder, 'coverage') });
      return stoppedIf(!existsSync(join(folder, 'coverage')));
    },
  },
  {
    name: 'RULEWRIGHT_STORAGE names another policy',
    run: (folder) => {
      const { launcher, storage } = guardIn(folder);
      rmSync(join(storage, 'policy.snapshot'));
      const other = join(folder, 'other');
      mkdirSync(other);
      writeFileSync(join(other, 'policy.snapshot'), snapshotBytes(POLICY, 1));
      const env = { RULEWRIGHT_STORAGE: other };
      return stoppedIf(decisionOf(launcher, 'claude', bash(DENIED), env) === 'deny');
    },
  },
];

/** Opens a window and records its warnings. */
async function openWindow(
  folder: string,
  privateKey = aPrivateKey(),
): Promise<{ app: OpenApp; notices: string[]; privateKey: string }> {
  const notices: string[] = [];
  const app = await openApp({
    folder,
    extensionFolder: resolve('.'),
    anchor: { ...NO_ANCHOR, key: () => Promise.resolve({ privateKey, isKept: true }) },
    settings: () => readSettings(() => undefined),
    onTampering: (text) => notices.push(text),
    onError: () => undefined,
  });
  return { app, notices, privateKey };
}

function aPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Maximum time until a window notices an attack. */
const NOTICED_WITHIN_MS = 10_000;

async function until(holds: () => boolean): Promise<boolean> {
  const start = Date.now();
  while (Date.now() - start < NOTICED_WITHIN_MS) {
    if (holds()) return true;
    await wait(50);
  }
  return false;
}

/** An attack on the files of an open window. `isRepaired`: whether they were restored. */
function onWindow(
  name: string,
  attack: (folder: string) => void,
  isRepaired: (folder: string) => boolean,
): Attack {
  return {
    name,
    run: async (folder) => {
      const { app, notices } = await openWindow(folder);
      try {
        const ready = (): boolean =>
          existsSync(join(folder, 'policy.snapshot')) &&
          existsSync(join(folder, 'guard/guard.json'));
        if (!(await until(ready))) return 'unnoticed';
        await app.app.publish();
        await app.app.connections.repair();
        await wait(500);
        attack(folder);
        const isNoticed = await until(() => notices.length > 0);
        return isNoticed && (await until(() => isRepaired(folder))) ? 'noticed' : 'unnoticed';
      } finally {
        await app.close();
      }
    },
  };
}

const snapshot = (folder: string): string => join(folder, 'policy.snapshot');
const forged = (rules: number, seq: number): Uint8Array =>
  snapshotBytes(
    {
      rules: Array.from({ length: rules }, (_, at) => ({
        ...{ id: `r${at}`, pattern: 'x', effect: 'allow' as const, mode: 'enforce' as const },
        ...{ addedBy: '', confidence: null, ts: '', reason: '' },
      })),
      version: '',
      seq,
    },
    7,
  );
const hasNoRule = (folder: string): boolean => readPublishedPolicy(snapshot(folder)).size === 0;

const WINDOW: readonly Attack[] = [
  onWindow(
    'a forged policy with the same number',
    (folder) => {
      writeFileSync(snapshot(folder), forged(1, 0));
    },
    hasNoRule,
  ),
  onWindow(
    'a forged policy with the number 2^53 - 1',
    (folder) => {
      writeFileSync(snapshot(folder), forged(1, 2 ** 53 - 1));
    },
    hasNoRule,
  ),
  onWindow(
    'the policy is deleted',
    (folder) => {
      rmSync(snapshot(folder));
    },
    (folder) => existsSync(snapshot(folder)) && hasNoRule(folder),
  ),
  onWindow(
    'the settings of the guard are forged',
    (folder) => {
      writeFileSync(join(folder, 'guard/guard.json'), '{"onError":"ask","allow":true}');
    },
    (folder) => readFileSync(join(folder, 'guard/guard.json'), 'utf8').includes('"allow":false'),
  ),
];

const LETS_ALL_PASS = '(() => { process.exit(0); })';

/** Replaces the guard by another program. */
function replaceGuard(folder: string): void {
  writeFileSync(join(guardFolderIn(folder), 'guard.main.js'), LETS_ALL_PASS);
}
const isOwnGuard = (folder: string): boolean =>
  readFileSync(join(guardFolderIn(folder), 'guard.main.js'), 'utf8') ===
  readFileSync('dist/guard.main.js', 'utf8');

const INSTALLED: readonly Attack[] = [
  onWindow('the guard is replaced while a window is open', replaceGuard, isOwnGuard),
  onWindow(
    'the guard is replaced by one that is said to be newer',
    (folder) => {
      replaceGuard(folder);
      const sha256 = (name: string): string =>
        createHash('sha256')
          .update(readFileSync(join(guardFolderIn(folder), name)))
          .digest('hex');
      const list = { version: '9999.0.0', files: { 'guard.main.js': sha256('guard.main.js') } };
      writeFileSync(join(guardFolderIn(folder), 'installed.json'), JSON.stringify(list));
    },
    isOwnGuard,
  ),
  onWindow(
    'the folder of the guard is deleted',
    (folder) => {
      rmSync(guardFolderIn(folder), { recursive: true });
    },
    (folder) => existsSync(join(guardFolderIn(folder), LAUNCHER)) && isOwnGuard(folder),
  ),
];

const GUARD: readonly Attack[] = ['guard.sh', 'guard.cjs', 'guard.main.js'].flatMap((name) =>
  ['deleted', 'changed'].map((what) => ({
    name: `${name} is ${what}`,
    run: async (folder: string): Promise<Result> => {
      const { storage } = guardIn(folder);
      const path = join(storage, 'guard', name);
      const place = {
        built: 'dist',
        folder: join(storage, 'guard'),
        node: process.execPath,
        version: 'test',
      };
      const check = createGuardCheck(createNodeFiles(), place);
      if ((await check()) !== 'good') return 'unnoticed';
      if (what === 'deleted') rmSync(path);
      else writeFileSync(path, 'exit 0\n');
      return (await check()) === 'good' ? 'unnoticed' : 'noticed';
    },
  })),
);

const formIn = (folder: string): string | undefined =>
  readdirSync(join(folder, 'guard')).find((name) => name.endsWith('.code'));

const COMPILED: Attack = {
  name: 'the compiled form of the guard is replaced while no window is open',
  run: async (folder) => {
    const first = await openWindow(folder);
    await first.app.app.connections.repair();
    const isMade = await until(() => existsSync(join(folder, 'guard', COMPILED_FILE)));
    await first.app.close();
    const form = join(folder, 'guard', formIn(folder) ?? '');
    if (!isMade) return 'unnoticed';
    writeFileSync(form, 'forged');
    const { app, notices } = await openWindow(folder, first.privateKey);
    try {
      const isRepaired = (): boolean => readFileSync(form, 'latin1') !== 'forged';
      return (await until(() => notices.length > 0 && isRepaired())) ? 'noticed' : 'unnoticed';
    } finally {
      await app.close();
    }
  },
};

/** Every attack. */
export const ATTACKS: readonly Attack[] = [
  ...COMMANDS,
  ...FILE_TOOLS,
  ...PIPES,
  ...ENVIRONMENT,
  ...WINDOW,
  ...GUARD,
  ...INSTALLED,
  COMPILED,
];
