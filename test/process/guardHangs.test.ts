import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { hookInput } from '../support/hookInputs';
import { installGuard } from '../support/installedGuard';
import { ruleInForce } from '../support/suggesting';

/** A hanging guard: its program, and how it is called. */
interface Hanging {
  /** Replaced members of the program. If absent, the start file itself runs an endless loop. */
  readonly program?: string;
  readonly host: 'claude' | 'codex';
  readonly phase: string;
  readonly settings?: object;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LOOP = 'answer() { for (;;); }';
const WAIT = 'answer() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); }';
const WAIT_AFTER_ANSWER = WAIT.replace('answer', 'answer, writeToSpool');

const HANGING = {
  computes: { program: LOOP, host: 'claude', phase: 'pre' },
  // The others wait, so that they take no processor time from other tests.
  waits: { program: WAIT, host: 'claude', phase: 'pre' },
  asks: { program: WAIT, host: 'claude', phase: 'pre', settings: { onError: 'ask' } },
  permission: { program: WAIT, host: 'codex', phase: 'perm' },
  turn: { program: WAIT, host: 'codex', phase: 'stop' },
  afterAnswer: { program: WAIT_AFTER_ANSWER, host: 'claude', phase: 'pre' },
  start: { host: 'claude', phase: 'pre' },
} as const satisfies Readonly<Record<string, Hanging>>;

describe('guard whose program hangs', function () {
  if (process.platform === 'win32') return;
  this.timeout(120_000);
  let folder = '';
  let ended: Readonly<Record<keyof typeof HANGING, Promise<Ended>>>;

  // Each takes seconds to end, so they run concurrently, each in a separate storage folder.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rulewright-test-'));
    ended = mapped(HANGING, (name, hanging) => run(join(folder, name), hanging));
  });
  after(async () => {
    await Promise.all(Object.values(ended));
    rmSync(folder, { recursive: true });
  });

  const denied = ({ code, stdout, stderr }: Ended): void => {
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /"permissionDecision":"deny"/);
    assert.match(stdout, /Rulewright blocked this command[:,]/);
    assert.doesNotMatch(stdout, /\br\d\b|v7|\\b/, 'no id, version or pattern');
  };

  for (const [how, name] of [
    ['computes without an end', 'computes'],
    ['waits without an end', 'waits'],
  ] as const) {
    it(`denies in the host's format when it ${how}`, async () => {
      denied(await ended[name]);
      assert.match((await ended[name]).stdout, /took longer than 8 seconds/);
    });
  }

  it('asks if configured', async () => {
    assert.match((await ended.asks).stdout, /"permissionDecision":"ask"/);
  });

  it('blocks with exit code 2 in the permission phase, and never at the end of a turn', async () => {
    for (const [name, code] of [
      ['permission', 2],
      ['turn', 0],
    ] as const) {
      const outcome = await ended[name];
      assert.deepEqual([outcome.code, outcome.stdout], [code, ''], name);
    }
  });

  it('keeps its answer if it hangs afterwards', async () => {
    denied(await ended.afterAnswer);
    assert.doesNotMatch((await ended.afterAnswer).stdout, /8 seconds/);
  });

  it('is ended by the system if its start file runs an endless loop', async () => {
    const { code, signal } = await ended.start;
    assert.deepEqual([code, signal], [null, 'SIGKILL']);
  });
});

/** Starts a separate guard in a storage folder; resolves when it has ended. */
function run(storage: string, { program, host, phase, settings }: Hanging): Promise<Ended> {
  mkdirSync(storage);
  const policy = { rules: [ruleInForce('\\brm\\b')], version: 'v7', seq: 7 };
  writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(policy, 1));
  const guard = join(storage, 'guard');
  const launcher = installGuard(guard);
  if (settings !== undefined) writeFileSync(join(guard, 'guard.json'), JSON.stringify(settings));
  if (program === undefined) {
    writeFileSync(join(guard, 'guard.cjs'), 'for (;;);');
    limitSooner(launcher);
  } else breakProgram(join(guard, 'guard.main.js'), program);
  if (program === LOOP) answerSooner(join(guard, 'guard.cjs'));
  const child = spawn(launcher, ['--host', host, phase]);
  const outputs = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (outputs[name] += text));
  }
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(program === undefined ? '{}' : hookInput('claude', 'pre', 'rm -rf b'));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => {
      done({ code, signal, ...outputs });
    });
  });
}

/** The launcher's limit of nine seconds of processor time, each of which the test would use up. One shows the same. */
function limitSooner(launcher: string): void {
  replaceOnly(launcher, '\nulimit -t 9 2>/dev/null\n', '\nulimit -t 1 2>/dev/null\n');
}

/** The same for the eight seconds after which the guard answers. */
function answerSooner(start: string): void {
  replaceOnly(start, '8e3', '1e3');
}

/** Replaces what a file contains exactly once. */
function replaceOnly(path: string, was: string, now: string): void {
  const parts = readFileSync(path, 'utf8').split(was);
  assert.equal(parts.length, 2, `${path} contains ${was}`);
  writeFileSync(path, parts.join(now));
}

function breakProgram(path: string, members: string): void {
  const program = readFileSync(path, 'utf8').trim().replace(/;$/, '');
  writeFileSync(
    path,
    `(function (require, module) {
      (${program})(require, module);
      const { answer } = module.exports;
      module.exports = { ...module.exports, ${members} };
    })`,
  );
}

function mapped<K extends string, V, R>(
  values: Readonly<Record<K, V>>,
  make: (name: K, value: V) => R,
): Readonly<Record<K, R>> {
  const names = Object.keys(values) as K[];
  return Object.fromEntries(names.map((name) => [name, make(name, values[name])])) as Record<K, R>;
}
