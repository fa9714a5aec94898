import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createConnections, type ConnectOptions } from '../../../src/hosts/connections';
import type { HostConnection, HostConnections } from '../../../src/core/agentHost';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { useTempFolder } from '../../support/tempFolder';

describe('connections', () => {
  const home = useTempFolder();
  let steps: string[];

  beforeEach(() => {
    steps = [];
  });

  const make = (options: Partial<ConnectOptions> = {}): HostConnections =>
    createConnections({
      files: createNodeFiles(),
      home: home(),
      env: {},
      platform: 'linux',
      launcher: join(home(), 'guard', 'guard.sh'),
      memoryPath: join(home(), 'guard', 'connected.json'),
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

  it('lists every host with its file, and whether it is used here', async () => {
    await mkdir(join(home(), '.gemini'));
    const list = await make().list();
    assert.deepEqual(
      list.map(({ host, state, isHere }) => [host, state, isHere]),
      [
        ['claude', 'apart', false],
        ['copilot', 'apart', false],
        ['cursor', 'apart', false],
        ['codex', 'apart', false],
        ['gemini', 'apart', true],
      ],
    );
  });

  it('looks where the variables of a host say', async () => {
    const list = await make({ env: { CODEX_HOME: '/elsewhere', COPILOT_HOME: '' } }).list();
    const pathOf = (wanted: string) => list.find(({ host }) => host === wanted)?.path;
    assert.equal(pathOf('codex'), '/elsewhere/hooks.json');
    assert.equal(pathOf('copilot'), join(home(), '.copilot', 'hooks', 'rulewright.json'));
  });

  it('writes what was proposed after the guard ran, and takes it off again', async () => {
    await write(settings(), '{"model":"opus"}\n');
    // More than the system gives new files by itself.
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

  it('makes the file where there is none, and removes one that was its own alone', async () => {
    const connections = make();
    await connections.write(await connections.propose('copilot', 'connect'));
    const folder = join(home(), '.copilot', 'hooks');
    assert.deepEqual(await readdir(folder), ['rulewright.json']);
    await connections.write(await connections.propose('copilot', 'disconnect'));
    assert.deepEqual(await readdir(folder), ['rulewright.json.before-rulewright']);
  });

  it('writes to the file behind a link and leaves the link', async () => {
    const kept = join(home(), 'dotfiles', 'claude.json');
    await write(kept, '{}\n');
    await mkdir(dirname(settings()));
    await symlink(kept, settings());
    const connections = make();
    await connections.write(await connections.propose('claude', 'connect'));
    assert.match(await readFile(kept, 'utf8'), /PreToolUse/);
    assert.equal((await claude(connections)).state, 'connected');
  });

  it('writes nothing over a file that was changed since it was shown', async () => {
    await write(settings(), '{}\n');
    const connections = make();
    const change = await connections.propose('claude', 'connect');
    await write(settings(), '{"model":"opus"}\n');
    await assert.rejects(connections.write(change), { code: 'stale-diff' });
    assert.equal(await readFile(settings(), 'utf8'), '{"model":"opus"}\n');
  });

  it('tells no host of a guard that does not run', async () => {
    const connections = make({ tryOut: () => Promise.reject(new Error('no node')) });
    await assert.rejects(connections.write(await connections.propose('claude', 'connect')));
    assert.deepEqual(await readdir(home()), []);
  });

  it('tells hooks that were removed by somebody else from ones that never were there', async () => {
    const connections = make();
    await connections.write(await connections.propose('claude', 'connect'));
    await writeFile(settings(), '{}\n');
    const { state, expected } = await claude(connections);
    assert.deepEqual([state, expected], ['apart', true]);
  });

  it('names what is wrong with a file that cannot be understood, and does not touch it', async () => {
    await write(settings(), '{\n  oops\n');
    const connections = make();
    const { state, problem } = await claude(connections);
    assert.equal(state, 'unreadable');
    assert.match(problem ?? '', /line 2/);
    await assert.rejects(connections.propose('claude', 'connect'), { code: 'invalid-input' });
  });

  it('forgets what it cannot read of its own, and goes on', async () => {
    await write(join(home(), 'guard', 'connected.json'), 'rubbish');
    assert.equal((await claude(make())).expected, false);
  });

  it('says that Windows has to wait', async () => {
    await assert.rejects(make({ platform: 'win32' }).propose('claude', 'connect'), /Windows/);
  });
});
