import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CODE_CACHES_FILE } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createGuardCheck, LAUNCHER } from '../../src/hosts/guardFiles';
import { guardFolderIn } from '../../src/hosts/guardFolder';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { readPublishedPolicy } from '../../src/policy/readSnapshot';
import { fileToolCall } from '../support/hookInputs';
import { forgedCache } from '../support/forgedCache';
import {
  bash,
  DENIED,
  guardIn,
  onWindow,
  openWindow,
  POLICY,
  compileIn,
  decisionOf,
  stoppedIf,
  until,
  type Attack,
  type Result,
} from './attack';
import { HOST_ATTACKS } from './hostAttacks';
import { ASKED, HOME, STORAGE, SWITCHES_OFF } from './ownFileCommands';
import { SECRET_ATTACKS } from './secretAttacks';
import { SPOOL_ATTACKS } from './spoolAttacks';
import { STORE_ATTACKS } from './storeAttacks';
import { TOOL_ATTACKS } from './toolAttacks';

const COMMANDS: readonly Attack[] = [...SWITCHES_OFF, ...ASKED].map((command) => ({
  name: `command: ${command.split('\n')[0] ?? ''}`,
  run: (folder) => {
    const { launcher } = guardIn(folder);
    return stoppedIf(['deny', 'ask'].includes(decisionOf(launcher, 'claude', bash(command)) ?? ''));
  },
}));

/** The hosts of the builds in the log, and opencode. Other hosts: test/process/selfProtection.test.ts. */
const HOSTS = ['claude', 'codex', 'copilot', 'cursor', 'gemini', 'opencode', 'qwen'];

const FILE_TOOLS: readonly Attack[] = HOSTS.flatMap((host) =>
  [`${STORAGE}/policy.snapshot`, `${HOME}/.claude/settings.json`, `${HOME}/.codex/hooks.json`].map(
    (path) => ({
      name: `file tool of ${host}: ${path}`,
      run: (folder: string) => {
        const { launcher } = guardIn(folder);
        return stoppedIf(decisionOf(launcher, host, fileToolCall(host, path)) === 'deny');
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
    name: 'LD_DEBUG makes the guard write',
    run: (folder) => {
      const { launcher } = guardIn(folder);
      decisionOf(launcher, 'claude', bash('ls'), {
        LD_DEBUG: 'files',
        LD_DEBUG_OUTPUT: join(folder, 'loader'),
      });
      // The loader of the shell wrote one before the launcher could unset the variable.
      const written = readdirSync(folder).filter((name) => name.startsWith('loader.'));
      const isNode = (name: string): boolean =>
        readFileSync(join(folder, name), 'utf8').includes(process.execPath);
      return stoppedIf(!written.some(isNode));
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

/** As `guard/start.ts` wrote them in earlier versions. */
const markOf = (path: string): string => {
  const { size, mtimeMs, ctimeMs, ino, dev } = statSync(path);
  return [size, mtimeMs, ctimeMs, ino, dev].join(' ');
};

const CODE_CACHE: Attack = {
  name: 'the code cache of the guard is replaced, with the marks that guards write themselves',
  run: (folder) => {
    const { launcher, storage } = guardIn(folder);
    const asked = bash('rm ~/.claude/settings.json');
    decisionOf(launcher, 'claude', asked);
    compileIn(launcher);
    const program = join(storage, 'guard', 'guard.main.js');
    const options = ['--v8-pool-size=1', '--no-opt', '--no-sparkplug'];
    const cache = join(storage, 'guard', formIn(storage) ?? '');
    writeFileSync(cache, forgedCache(readFileSync(program).length, options));
    const marks = { code: `${markOf(cache)}, ${markOf(program)}` };
    writeFileSync(cache.replace(/code$/, 'json'), JSON.stringify(marks));
    return stoppedIf(decisionOf(launcher, 'claude', asked) === 'deny');
  },
};

const COMPILED: Attack = {
  name: 'the compiled form of the guard is replaced while no window is open',
  run: async (folder) => {
    const first = await openWindow(folder);
    await first.app.app.connections.repair();
    const isMade = await until(() => existsSync(join(folder, 'guard', CODE_CACHES_FILE)));
    await first.app.close();
    const form = join(folder, 'guard', formIn(folder) ?? '');
    if (!isMade) return 'unnoticed';
    writeFileSync(form, 'forged');
    const { app, notices } = await openWindow(folder, first.anchor);
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
  CODE_CACHE,
  COMPILED,
  ...TOOL_ATTACKS,
  ...STORE_ATTACKS,
  ...SPOOL_ATTACKS,
  ...HOST_ATTACKS,
  ...SECRET_ATTACKS,
];
