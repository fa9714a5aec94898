import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  chmod,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import type { ConnectOptions } from '../../../src/hosts/connections';
import type { HostConnection, HostConnections } from '../../../src/core/agentHost';
import { CALM } from '../../support/calmSurroundings';
import { useTempFolder } from '../../support/tempFolder';
import { testConnections } from '../../support/testConnections';

describe('connections', () => {
  const home = useTempFolder();
  let steps: string[];

  beforeEach(() => {
    steps = [];
  });

  const make = (options: Partial<ConnectOptions> = {}): HostConnections =>
    testConnections(home(), {
      env: {},
      install: () => Promise.resolve(void steps.push('install')),
      tryOut: () => Promise.resolve(void steps.push('try')),
      ...options,
    });
  const claude = async (connections: HostConnections): Promise<HostConnection> => {
    const found = (await connections.list()).find(({ host }) => host === 'claude');
    assert.ok(found);
    return found;
  };
  const settings = (): string => join(home(), '.claude', 'settings.json');
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };

  it('lists every host with its file, and whether it is used on this machine', async () => {
    await mkdir(join(home(), '.gemini'));
    const list = await make().list();
    assert.deepEqual(
      list.map(({ host, state, isInstalled }) => [host, state, isInstalled]),
      Object.keys(HOST_FILES).map((host) => [host, 'disconnected', host === 'gemini']),
    );
  });

  it("uses the folders named by a host's variables", async () => {
    const list = await make({ env: { CODEX_HOME: '/elsewhere', COPILOT_HOME: '' } }).list();
    const pathOf = (wanted: string) => list.find(({ host }) => host === wanted)?.path;
    assert.equal(pathOf('codex'), '/elsewhere/hooks.json');
    assert.equal(pathOf('copilot'), join(home(), '.copilot', 'hooks', 'rulewright.json'));
  });

  it('writes the proposed change after the guard ran, and removes it again', async () => {
    await write(settings(), '{"model":"opus"}\n');
    // More permissions than the umask allows for new files.
    await chmod(settings(), 0o666);
    const connections = make();
    const change = await connections.propose('claude', 'connect');
    assert.equal(await readFile(settings(), 'utf8'), '{"model":"opus"}\n');
    await connections.write(change);
    assert.deepEqual(steps, ['install', 'try']);
    assert.equal(await readFile(settings(), 'utf8'), change.after);
    assert.equal(await readFile(`${settings()}.before-rulewright`, 'utf8'), change.before);
    assert.equal((await stat(settings())).mode & 0o777, 0o666);
    const { state, expected } = await claude(connections);
    assert.deepEqual([state, expected], ['connected', true]);

    await connections.write(await connections.propose('claude', 'disconnect'));
    assert.deepEqual(JSON.parse(await readFile(settings(), 'utf8')), { model: 'opus' });
    assert.equal((await claude(connections)).expected, false);
  });

  it('creates the file if it is missing, and removes one that contained nothing else', async () => {
    const connections = make();
    await connections.write(await connections.propose('copilot', 'connect'));
    const folder = join(home(), '.copilot', 'hooks');
    assert.deepEqual(await readdir(folder), ['rulewright.json']);
    await connections.write(await connections.propose('copilot', 'disconnect'));
    assert.deepEqual(await readdir(folder), ['rulewright.json.before-rulewright']);
  });

  it('writes to the target of a link and keeps the link', async () => {
    const kept = join(home(), 'dotfiles', 'claude.json');
    await write(kept, '{}\n');
    await mkdir(dirname(settings()));
    await symlink(kept, settings());
    const connections = make();
    await connections.write(await connections.propose('claude', 'connect'));
    assert.match(await readFile(kept, 'utf8'), /PreToolUse/);
    assert.equal((await claude(connections)).state, 'connected');
  });

  it('does not overwrite a file that was changed since it was shown', async () => {
    await write(settings(), '{}\n');
    const connections = make();
    const change = await connections.propose('claude', 'connect');
    await write(settings(), '{"model":"opus"}\n');
    await assert.rejects(connections.write(change), { code: 'stale-diff' });
    assert.equal(await readFile(settings(), 'utf8'), '{"model":"opus"}\n');
  });

  it('does not connect a host to a guard that does not run', async () => {
    const connections = make({ tryOut: () => Promise.reject(new Error('no node')) });
    await assert.rejects(connections.write(await connections.propose('claude', 'connect')));
    assert.deepEqual(await readdir(home()), []);
  });

  it('distinguishes hooks removed by another program from hooks that were never installed', async () => {
    const connections = make();
    await connections.write(await connections.propose('claude', 'connect'));
    await writeFile(settings(), '{}\n');
    const { state, expected } = await claude(connections);
    assert.deepEqual([state, expected], ['missing', true]);
  });

  describe('of Codex, which runs only hooks that the user trusts', () => {
    // Recorded with Codex 0.171.0: its files after the hooks of the previous version, and of this one, were trusted.
    const recorded = (name: string): string =>
      readFileSync(join('test/fixtures/hooks/codex-trusted', name), 'utf8');
    const RECORDED_AT = '/tmp/ada/codex-deny/home';
    const launcher = `${RECORDED_AT}/Library/Application Support/rulewright/guard/guard.sh`;
    const hooks = (): string => join(home(), '.codex', 'hooks.json');
    const config = (): string => join(home(), '.codex', 'config.toml');
    const trust = (name: string): Promise<void> =>
      write(config(), recorded(name).replaceAll(`${RECORDED_AT}/.codex`, join(home(), '.codex')));
    const codex = async (): Promise<HostConnection> => {
      const found = (await make({ launcher }).list()).find(({ host }) => host === 'codex');
      assert.ok(found);
      return found;
    };
    const stateNow = async (): Promise<string> => (await codex()).state;

    beforeEach(async () => {
      await write(hooks(), recorded('before.hooks.json'));
      await trust('before.config.toml');
    });

    it('is current, but not trusted yet, after its hooks were updated', async () => {
      assert.equal(await stateNow(), 'outdated');
      const connections = make({ launcher });
      const change = await connections.propose('codex', 'connect');
      assert.equal(change.before, recorded('before.hooks.json'));
      await connections.write(change);
      assert.equal(await stateNow(), 'untrusted');
      assert.match((await codex()).afterwards, /type \/hooks in Codex/);
      await trust('after.config.toml');
      assert.equal(await stateNow(), 'connected');
    });

    it('is not trusted if one hook is not trusted, is switched off, or is in another position', async () => {
      const connections = make({ launcher });
      await connections.write(await connections.propose('codex', 'connect'));
      await trust('after.config.toml');
      const good = await readFile(config(), 'utf8');
      const entry = /\n\[hooks\.state\.".*:session_end:0:0"\]\ntrusted_hash = ".*"\n/;
      assert.match(good, entry);
      for (const [found, other] of [
        [entry, '\n'],
        [entry, '$&enabled = false\n'],
        [/sha256:\w/, 'sha256:x'],
      ] as const) {
        await write(config(), good.replace(found, other));
        assert.equal(await stateNow(), 'untrusted', other);
      }
      await write(config(), good);
      const text = await readFile(hooks(), 'utf8');
      const file = JSON.parse(text) as { hooks: { PreToolUse: unknown[] } };
      file.hooks.PreToolUse.unshift({ hooks: [{ type: 'command', command: 'true' }] });
      await write(hooks(), JSON.stringify(file));
      assert.equal(await stateNow(), 'untrusted');
      await write(hooks(), text);
      assert.equal(await stateNow(), 'connected');
    });

    it('is trusted without an event that an older Codex does not have, and with it by a newer one', async () => {
      const connections = make({ launcher });
      await connections.write(await connections.propose('codex', 'connect'));
      // Recorded with Codex 0.149.1, which has no Interrupt.
      await trust('0.149.config.toml');
      assert.equal(await stateNow(), 'connected');
      const session = (version: string, day: string): Promise<void> =>
        write(
          join(home(), '.codex', 'sessions', '2026', '11', day, `rollout-2026-11-${day}.jsonl`),
          `{"type":"session_meta","payload":{"originator":"codex_exec","cli_version":"${version}"}}\n`,
        );
      await session('0.149.1', '27');
      assert.equal(await stateNow(), 'connected');
      await session('0.171.0', '28');
      assert.equal(await stateNow(), 'untrusted');
      await session('0.149.1', '29');
      const good = await readFile(config(), 'utf8');
      await write(config(), good.replace(/\n\[hooks\.state\.".*:stop:0:0"\]\n.*\n/, '\n'));
      assert.equal(await stateNow(), 'untrusted', 'only that event may be missing');
    });

    it('is trusted by the path that the folder has behind a link', async () => {
      await rename(join(home(), '.codex'), join(home(), 'real'));
      await symlink(join(home(), 'real'), join(home(), '.codex'));
      const connections = make({ launcher });
      await connections.write(await connections.propose('codex', 'connect'));
      const text = recorded('after.config.toml');
      const real = join(await realpath(home()), 'real');
      await write(config(), text.replaceAll(`${RECORDED_AT}/.codex`, real));
      assert.equal(await stateNow(), 'connected');
    });

    it('reports the line of an invalid config.toml', async () => {
      const connections = make({ launcher });
      await connections.write(await connections.propose('codex', 'connect'));
      await write(config(), 'a = 1\nb = \n');
      const { state, problem } = await codex();
      assert.equal(state, 'unreadable');
      assert.match(problem ?? '', /config\.toml .* line 2/);
    });
  });

  it('reports the problem of an invalid file, and does not change it', async () => {
    await write(settings(), '{\n  oops\n');
    const connections = make();
    const { state, problem } = await claude(connections);
    assert.equal(state, 'unreadable');
    assert.match(problem ?? '', /line 2/);
    await assert.rejects(connections.propose('claude', 'connect'), { code: 'invalid-input' });
  });

  it('examines the other files of hosts again only if one of them or the surroundings changed', async () => {
    const real = createNodeFiles();
    let reads = 0;
    let key = 'calm';
    const states: string[] = [];
    const connections = testConnections(home(), {
      files: {
        ...real,
        stat: (path) => {
          reads += 1;
          return real.stat(path);
        },
      },
      environment: () => ({ ...CALM, key: () => Promise.resolve(key) }),
    });
    await connections.write(await connections.propose('gemini', 'connect'));
    connections.onDidChange(({ after }) => {
      states.push(after.find(({ host }) => host === 'gemini')?.state ?? '');
    });
    const readsIn = async (calls: number): Promise<number> => {
      reads = 0;
      for (let call = 0; call < calls; call += 1) await connections.recheckIfChanged();
      return reads;
    };
    await readsIn(45);
    assert.equal(await readsIn(45), 0);
    const settings = join(home(), 'system', 'settings.json');
    await mkdir(dirname(settings));
    await writeFile(settings, '{"hooksConfig":{"enabled":false}}');
    assert.ok((await readsIn(15)) > 0);
    assert.deepEqual(states, ['off']);
    await readsIn(30);
    assert.equal(await readsIn(45), 0);
    key = 'changed';
    assert.ok((await readsIn(15)) > 0);
    await readsIn(30);
    assert.equal(await readsIn(45), 0);
    await mkdir(join(home(), '.qwen'));
    assert.ok((await readsIn(15)) > 0);
  });

  it('ignores its own invalid state, and continues', async () => {
    await write(join(home(), 'guard', 'connected.json'), 'rubbish');
    assert.equal((await claude(make())).expected, false);
  });

  it('reports that Windows is not supported', async () => {
    await assert.rejects(make({ platform: 'win32' }).propose('claude', 'connect'), /Windows/);
  });
});
