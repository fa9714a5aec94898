import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PAUSE_MS } from '../../src/guard/guardSettings';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { CODE_CACHES_FILE, LAYOUT } from '../../src/core/layout';
import { HOST_HOOKS } from '../../src/hosts/allHooks';
import { compileGuard } from '../../src/hosts/tryGuard';
import { fileToolCall } from '../support/hookInputs';
import { installGuard } from '../support/installedGuard';
import { useTempFolder } from '../support/tempFolder';

const NO_RULES = { rules: [], version: 'v1', seq: 1 };

function call(event: string, tool: string, input: object): object {
  return { session_id: 's', hook_event_name: event, tool_name: tool, tool_input: input };
}

describe('self-protection of the guard', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  const home = (): string => join(folder(), 'home');
  const storage = (): string => join(folder(), 'storage');
  let launcher = '';

  beforeEach(() => {
    for (const path of ['home/.claude', 'work', 'storage']) {
      mkdirSync(join(folder(), path), { recursive: true });
    }
    launcher = installGuard(join(storage(), 'guard'));
    writeFileSync(join(storage(), 'policy.snapshot'), snapshotBytes(NO_RULES, 1));
  });

  const ask = (host: string, input: object, env: Record<string, string> = {}): string => {
    const cwd = join(folder(), 'work');
    const { stdout, status, stderr } = spawnSync('/bin/sh', [launcher, '--host', host, 'pre'], {
      input: JSON.stringify({ cwd, ...input }),
      encoding: 'utf8',
      timeout: 30_000, // reading a pipe would never end
      env: { PATH: process.env['PATH'], HOME: home(), ...env },
    });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const decisionIn = (answer: string): string =>
    /"(?:permissionDecision|permission|decision)":"(\w+)"/.exec(answer)?.[1] ?? 'none';
  const write = (path: string, host = 'claude'): string =>
    decisionIn(ask(host, fileToolCall(host, path)));

  for (const host of Object.keys(HOST_HOOKS)) {
    it(`denies a file tool of ${host} to write our storage and the hooks, and lets others pass`, () => {
      assert.equal(write(join(storage(), 'policy.snapshot'), host), 'deny');
      assert.equal(write(join(home(), '.claude/settings.json'), host), 'deny');
      assert.equal(write(join(home(), '.codex/hooks.json'), host), 'deny');
      assert.equal(write(join(folder(), 'work/notes.md'), host), 'none');
    });
  }

  it('tells a file tool what it would change and how to pause', () => {
    const answer = ask('claude', fileToolCall('claude', join(home(), '.claude/settings.json')));
    assert.match(answer, /blocked this change of a file: it changes the hooks or the settings of/i);
    assert.match(answer, /Pause Self-Protection/);
  });

  it('asks about project settings, and denies if the host cannot ask', () => {
    assert.equal(write('.claude/settings.json'), 'ask');
    assert.equal(write('.github/hooks/x.json', 'copilot'), 'ask');
    assert.equal(write('.codex/config.toml', 'codex'), 'deny');
  });

  it('follows links and relative paths', () => {
    symlinkSync(join(home(), '.claude/settings.json'), join(folder(), 'work/notes.md'));
    symlinkSync(join(home(), '.claude'), join(folder(), 'work/docs'));
    assert.equal(write('notes.md'), 'deny');
    assert.equal(write('docs/settings.json'), 'deny');
    assert.equal(write('../home/.claude/settings.json'), 'deny');
  });

  it('lets a file tool read', () => {
    const path = join(home(), '.claude/settings.json');
    assert.equal(
      decisionIn(ask('claude', call('PreToolUse', 'Read', { file_path: path }))),
      'none',
    );
  });

  it('denies a shell command and an MCP tool that change them', () => {
    const shell = call('PreToolUse', 'Bash', { command: 'echo {} > ~/.claude/settings.json' });
    assert.equal(decisionIn(ask('claude', shell)), 'deny');
    const path = join(home(), '.claude/settings.json');
    assert.equal(
      decisionIn(ask('claude', call('PreToolUse', 'mcp__fs__write_file', { path }))),
      'deny',
    );
  });

  it('is paused until the time in the settings, at most for ten minutes', () => {
    const settings = join(storage(), 'guard/guard.json');
    const path = join(home(), '.claude/settings.json');
    const pause = (untilMs: number): string => {
      writeFileSync(settings, JSON.stringify({ pausedUntilMs: untilMs }));
      return write(path);
    };
    assert.equal(pause(Date.now() + 60_000), 'none');
    assert.equal(pause(Date.now() - 1), 'deny');
    assert.equal(pause(Date.now() + PAUSE_MS + 60_000), 'deny');
  });

  // Files read by a guard that a process of an agent could replace.
  for (const name of ['policy.snapshot', 'guard/guard.json', 'guard/programs.txt', 'calls']) {
    it(`answers if ${name} is replaced by a pipe`, () => {
      const path = join(storage(), name);
      rmSync(path, { force: true });
      execFileSync('mkfifo', [path]);
      const answer = decisionIn(
        ask('claude', call('PreToolUse', 'Bash', { command: 'ls -l | wc' })),
      );
      assert.equal(answer, name === 'policy.snapshot' ? 'deny' : 'none');
    });
  }

  it('answers if its caches and its notes are replaced by pipes', async () => {
    const shell = call('PreToolUse', 'Bash', { command: 'ls' });
    // The list of code caches, which a window lets the guard create, and what the guard keeps itself.
    await compileGuard(launcher);
    ask('claude', shell);
    const filesIn = (name: string, isWanted: (file: string) => boolean): readonly string[] => {
      const found = readdirSync(join(storage(), name)).filter(isWanted);
      assert.ok(found.length > 0, name);
      return found.map((file) => join(storage(), name, file));
    };
    for (const path of [
      ...filesIn('calls', () => true),
      ...filesIn(LAYOUT.guard, (file) => file.startsWith('node-') && file.endsWith('.code')),
      ...filesIn(LAYOUT.guard, (file) => file.startsWith('node-') && file.endsWith('.json')),
      ...filesIn(LAYOUT.guard, (file) => file === CODE_CACHES_FILE),
    ]) {
      rmSync(path);
      execFileSync('mkfifo', [path]);
    }
    assert.equal(decisionIn(ask('claude', shell)), 'none');
  });

  it('starts Node without variables that load code', () => {
    const node = join(folder(), 'node');
    writeFileSync(node, `#!/bin/sh\nenv > '${folder()}/env'\n`);
    chmodSync(node, 0o755);
    launcher = installGuard(join(storage(), 'guard'), node);
    const help = execFileSync(process.execPath, ['--help'], { encoding: 'utf8' });
    const known = [...help.matchAll(/^ *(NODE_[A-Z0-9_]+)/gm)].map(([, name = '']) => name);
    assert.ok(known.length > 10);
    const names = [...known, 'NODE_OPTIONS', 'LD_AUDIT', 'LD_BIND_NOW', 'DYLD_INSERT_LIBRARIES'];
    ask('claude', {}, Object.fromEntries(names.map((name) => [name, '1'])));
    const env = readFileSync(join(folder(), 'env'), 'utf8');
    const left = env.match(/^(?:LD_|DYLD_|NODE_|ELECTRON_)\w+/gm);
    assert.deepEqual(left, ['ELECTRON_RUN_AS_NODE']);
  });

  it('runs its own commands where functions of the environment have their names', () => {
    // Where sh is bash, as on macOS and Fedora.
    const sh = join(folder(), 'sh');
    symlinkSync('/bin/bash', sh);
    const input = JSON.stringify(
      call('PreToolUse', 'Bash', { command: 'rm ~/.claude/settings.json' }),
    );
    for (const name of ['[', 'echo', 'ulimit', 'unset', 'exec', 'export', 'exit', 'break']) {
      const { stdout, status } = spawnSync(sh, [launcher, '--host', 'claude', 'pre'], {
        input,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: home(), [`BASH_FUNC_${name}%%`]: '() { exit 0; }' },
      });
      assert.deepEqual([name, status, decisionIn(stdout)], [name, 0, 'deny']);
    }
  });

  it('writes no coverage files for an agent', () => {
    const coverage = join(folder(), 'coverage');
    const shell = call('PreToolUse', 'Bash', { command: 'ls' });
    ask('claude', shell, { NODE_V8_COVERAGE: coverage });
    assert.equal(existsSync(coverage), false);
  });
});
