import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { HOST_FILES } from '../../src/hosts/allFiles';
import { createConnections } from '../../src/hosts/connections';
import {
  createGuardCheck,
  installGuard,
  LAUNCHER,
  type GuardPlace,
} from '../../src/hosts/guardFiles';
import { tryGuard } from '../../src/hosts/tryGuard';
import { ownHooks } from '../../src/hosts/hookFile';
import type { HostFiles } from '../../src/hosts/hostFiles';
import { shellWord } from '../../src/core/shellQuoted';
import type { HostConnections } from '../../src/core/agentHost';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { hookInputs } from '../support/hookInputs';
import { ruleInForce } from '../support/suggesting';
import { CALM } from '../support/calmSurroundings';
import { useTempFolder } from '../support/tempFolder';

/** A denial in each host's format. */
const DENIED = /"(?:permissionDecision|permission|decision)":"deny"/;

/** The available shells among those with which hosts run hooks; Codex uses the login shell. */
const SHELLS = [
  '/bin/sh',
  '/bin/bash',
  '/bin/zsh',
  '/usr/bin/zsh',
  '/usr/bin/fish',
  '/bin/tcsh',
].filter((path) => existsSync(path));

describe('connecting agent hosts', function () {
  this.timeout(120_000);
  const home = useTempFolder();
  const files = createNodeFiles();
  let place: GuardPlace;
  let launcher: string;
  let connections: HostConnections;

  beforeEach(() => {
    // A folder name like VS Code's on macOS, which is not a single shell word.
    const storage = join(home(), "Application Support's", 'rulewright');
    place = {
      built: 'dist',
      version: '1.0.0',
      folder: join(storage, 'guard'),
      node: process.execPath,
    };
    launcher = join(place.folder, LAUNCHER);
    mkdirSync(storage, { recursive: true });
    const policy = { rules: [ruleInForce('\\brm\\b')], version: 'v1', seq: 1 };
    writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(policy, 7));
    connections = createConnections({
      files,
      home: home(),
      env: {},
      platform: process.platform,
      launcher,
      memoryPath: join(place.folder, 'connected.json'),
      install: () => installGuard(files, place),
      tryOut: tryGuard,
      environment: () => ({ ...CALM, guard: createGuardCheck(files, place) }),
    });
  });

  /** All command lines in a host's file. */
  const commandsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return value.includes('--host') ? [value] : [];
    return typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(commandsIn)
      : [];
  };

  /**
   * Runs each line in a shell of its own, as a host does, with an empty environment. One process starts them all, because
   * starting one from this large process takes longer than the shell.
   */
  const runEach = (shell: string, lines: readonly string[]) => {
    const out = mkdtempSync(join(home(), 'run-'));
    const start = `cd "$0" || exit 1; shell=$1; shift; at=0
for line do
  printf '{}' | env -i "$shell" -c "$line" >out-$at 2>err-$at
  echo $? >status-$at
  at=$((at + 1))
done`;
    assert.equal(spawnSync('/bin/sh', ['-c', start, out, shell, ...lines]).status, 0);
    const read = (name: string): string => readFileSync(join(out, name), 'utf8');
    return lines.map((line, at) => ({
      ...{ shell, line },
      status: Number(read(`status-${at}`)),
      stdout: read(`out-${at}`),
      stderr: read(`err-${at}`),
    }));
  };

  /** The host's input for a command that the policy denies. */
  const denied = (host: string): string =>
    JSON.stringify(hookInputs(host).pre).replace(/"command":"[^"]*"/, '"command":"rm -rf x"');
  const decides = (line: string): boolean => / pre \|\| /.test(line);

  for (const [host, { earlier }] of Object.entries<HostFiles>(HOST_FILES)) {
    it(`denies commands of ${host} through each line of its file, run as the host does`, async () => {
      await connections.write(await connections.propose(host, 'connect'));
      const { path } = (await connections.list()).find((each) => each.host === host) ?? {
        path: '',
      };
      const lines = commandsIn(
        ownHooks(readFileSync(path, 'utf8'), HOST_FILES[host as keyof typeof HOST_FILES], launcher),
      );
      assert.ok(lines.length >= 5);
      // The hook of MCP tools has a separate test.
      for (const line of lines.filter((each) => !each.includes('--tools mcp pre'))) {
        const ran = spawnSync('/bin/sh', ['-c', line], {
          input: denied(host),
          encoding: 'utf8',
          env: { PATH: '/nowhere' },
        });
        assert.equal(ran.status, 0, `${line}\n${ran.stderr}`);
        assert.equal(DENIED.test(ran.stdout), decides(line), `${line}\n${ran.stdout}`);
      }
    });

    it(`tests the guard through the line in the file of ${host}, and reports problems`, async () => {
      assert.match((await connections.test(host)).text, /no hooks of Rulewright/);
      await connections.write(await connections.propose(host, 'connect'));
      const { isBlocked, text, ms } = await connections.test(host);
      assert.ok(isBlocked && ms > 0, text);
      assert.equal(existsSync(join(place.folder, '..', 'spool')), false, 'nothing is recorded');
      const policy = join(place.folder, '..', 'policy.snapshot');
      const bytes = readFileSync(policy);
      rmSync(policy);
      const denied = await connections.test(host);
      assert.match(`${denied.isBlocked} ${denied.text}`, /^false .*no published policy/);
      writeFileSync(policy, bytes);
      writeFileSync(launcher, '#!/bin/sh\necho gone >&2\nexit 1\n');
      const failed = await connections.test(host);
      assert.match(`${failed.isBlocked} ${failed.text}`, /^false .* ended with 2: gone/s);
      writeFileSync(launcher, '#!/bin/sh\n');
      const silent = await connections.test(host);
      assert.match(`${silent.isBlocked} ${silent.text}`, /^false .*let the test command pass/);
    });

    it(`blocks only commands of ${host} if the guard is missing or fails`, async () => {
      await connections.write(await connections.propose(host, 'connect'));
      const { path = '' } = (await connections.list()).find((each) => each.host === host) ?? {};
      const lines = commandsIn(
        ownHooks(readFileSync(path, 'utf8'), HOST_FILES[host as keyof typeof HOST_FILES], launcher),
      );
      const changes: readonly (readonly [string, () => void])[] = [
        [
          'exits 1',
          () => {
            writeFileSync(launcher, '#!/bin/sh\nexit 1\n');
          },
        ],
        [
          'is killed',
          () => {
            writeFileSync(launcher, '#!/bin/sh\nkill -9 $$\n');
          },
        ],
        [
          'exits 2 at every turn',
          () => {
            writeFileSync(launcher, '#!/bin/sh\nexit 2\n');
          },
        ],
        [
          'cannot be run by itself',
          () => {
            chmodSync(launcher, 0o600);
          },
        ],
        [
          'is missing',
          () => {
            rmSync(launcher);
          },
        ],
      ];
      for (const [what, change] of changes) {
        change();
        for (const { shell, line, ...ran } of SHELLS.flatMap((one) => runEach(one, lines))) {
          const blocks = / (?:pre|perm) \|\| /.test(line);
          assert.equal(ran.status, blocks ? 2 : 0, `${what}: ${shell} ${line}\n${ran.stderr}`);
          if (blocks) assert.match(ran.stderr, /Blocked: the guard of Rulewright did not answer/);
          assert.equal(ran.stdout, '');
        }
      }
    });

    it(`lets ${host} write files, and blocks writing if the guard has no Node`, async () => {
      await connections.write(await connections.propose(host, 'connect'));
      const { path = '' } = (await connections.list()).find((each) => each.host === host) ?? {};
      const others = commandsIn(
        ownHooks(readFileSync(path, 'utf8'), HOST_FILES[host as keyof typeof HOST_FILES], launcher),
      ).filter((line) => line.includes('--tools'));
      const lines = others.filter((line) => line.includes('--tools files'));
      assert.equal(lines.length >= 1, true);
      assert.equal(others.length > lines.length, true);
      // More than a pipe buffers: a host whose input is not read would fail.
      const input = JSON.stringify({ tool_input: { content: 'x'.repeat(1_000_000) } });
      for (const line of lines) {
        const ran = spawnSync('/bin/sh', ['-c', line], { input, encoding: 'utf8', env: {} });
        assert.deepEqual([ran.status, ran.stderr, ran.error], [0, '', undefined], line);
        assert.equal(ran.stdout.trim(), hookInputs(host).answers.pass);
      }
      assert.equal(existsSync(join(place.folder, '..', 'spool')), false);
      const text = readFileSync(launcher, 'utf8');
      writeFileSync(launcher, text.replace(/^node=.*$/m, 'node=/no/such/node'));
      for (const line of lines) {
        const ran = spawnSync('/bin/sh', ['-c', line], { input, encoding: 'utf8', env: {} });
        const isPre = decides(line);
        assert.equal(ran.status, isPre ? 2 : 0, line);
        assert.equal(/there is no program \/no\/such\/node/.test(ran.stderr), isPre, ran.stderr);
      }
    });

    it(`evaluates commands in the input of an MCP tool of ${host}, and lets other tools pass`, async () => {
      await connections.write(await connections.propose(host, 'connect'));
      const { path = '' } = (await connections.list()).find((each) => each.host === host) ?? {};
      const lines = commandsIn(
        ownHooks(readFileSync(path, 'utf8'), HOST_FILES[host as keyof typeof HOST_FILES], launcher),
      );
      const line = lines.find((each) => each.includes('--tools mcp pre'));
      assert.ok(line);
      const name = host === 'copilot' ? 'box-run' : 'mcp__box__run';
      const ask = (tool_input: object) =>
        spawnSync('/bin/sh', ['-c', line], {
          input: JSON.stringify({ session_id: 's', tool_name: name, tool_input }),
          encoding: 'utf8',
          env: {},
        });
      assert.match(ask({ command: 'rm -rf x' }).stdout, DENIED);
      const other = ask({ query: 'rm -rf x' });
      assert.deepEqual([other.status, other.stdout.trim()], [0, hookInputs(host).answers.pass]);
    });

    if (earlier.length === 0) continue;
    it(`answers ${host} through the lines written by the previous version`, async () => {
      await installGuard(files, place);
      const before = readFileSync(`test/fixtures/hooks/installed-before/${host}.json`, 'utf8');
      const inJson = JSON.stringify(shellWord(launcher)).slice(1, -1);
      const text = before.replaceAll('/home/ada/rulewright/guard/guard.sh', () => inJson);
      for (const line of commandsIn(JSON.parse(text))) {
        const input = denied(host);
        const ran = spawnSync('/bin/sh', ['-c', line], { input, encoding: 'utf8', env: {} });
        assert.equal(ran.status, 0, `${line}\n${ran.stderr}`);
        assert.equal(DENIED.test(ran.stdout), line.endsWith(' pre'), `${line}\n${ran.stdout}`);
      }
    });
  }

  it('rejects a guard that does not run, with the output of the launcher', async () => {
    place = { ...place, node: '/no/such/node' };
    const change = await connections.propose('claude', 'connect');
    await assert.rejects(connections.write(change), /there is no program \/no\/such\/node/);
    assert.equal((await connections.list())[0]?.state, 'disconnected');
  });

  it('does not record the test of the guard', async () => {
    await connections.write(await connections.propose('claude', 'connect'));
    assert.equal(existsSync(join(place.folder, '..', 'spool')), false);
  });

  it('reports which file of the guard is missing', async () => {
    const missing = { ...place, built: join(home(), 'gone') };
    await assert.rejects(installGuard(files, missing), { code: 'missing-part' });
  });

  it('reinstalls only changed files', async () => {
    await installGuard(files, place);
    const before = statSync(launcher).ino;
    await installGuard(files, place);
    assert.equal(statSync(launcher).ino, before, 'what is right already is not written again');
    rmSync(join(place.folder, 'guard.cjs'));
    chmodSync(launcher, 0o600);
    writeFileSync(launcher, 'old');
    await installGuard(files, place);
    await tryGuard(launcher);
  });
});
