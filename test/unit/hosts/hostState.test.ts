import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostChange, HostConnection, HostConnections } from '../../../src/core/agentHost';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import type { ConnectOptions } from '../../../src/hosts/connections';
import type { HostEnvironment } from '../../../src/hosts/hostState';
import { CALM } from '../../support/calmSurroundings';
import { hookInputs, type SwitchingFiles } from '../../support/hookInputs';
import { useTempFolder } from '../../support/tempFolder';
import { testConnections } from '../../support/testConnections';

describe('the state of an agent host', () => {
  const home = useTempFolder();
  const project = (): string => join(home(), 'work', 'shop');
  const make = (
    environment: Partial<HostEnvironment> = {},
    machine: Partial<Pick<ConnectOptions, 'platform' | 'env'>> = {},
  ): HostConnections =>
    testConnections(home(), {
      ...machine,
      environment: () => ({
        ...CALM,
        projects: () => Promise.resolve([project()]),
        ...environment,
      }),
    });
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const connect = async (host: string): Promise<void> => {
    const connections = make();
    await connections.write(await connections.propose(host, 'connect'));
  };
  const stateOf = async (
    host: string,
    environment: Partial<HostEnvironment> = {},
  ): Promise<HostConnection> => {
    const found = (await make(environment).list()).find((one) => one.host === host);
    assert.ok(found);
    return found;
  };

  /** Adds to a JSON file, or appends to another one. */
  const add = async (path: string, adds: object | string): Promise<void> => {
    const before = await readFile(path, 'utf8').catch(() => '');
    if (typeof adds === 'string') return write(path, before + adds);
    const merged = { ...(JSON.parse(before === '' ? '{}' : before) as object), ...adds };
    return write(path, JSON.stringify(merged));
  };

  const OFF = { disableAllHooks: true };
  const ON = { disableAllHooks: false };

  describe('is "off" by the file that switches its hooks off', () => {
    /** With the path of the home folder. */
    const placed = (row: SwitchingFiles): SwitchingFiles =>
      JSON.parse(
        JSON.stringify(row).replaceAll('$HOME', () => JSON.stringify(home()).slice(1, -1)),
      ) as SwitchingFiles;
    for (const host of Object.keys(HOST_FILES)) {
      for (const row of hookInputs(host).switches ?? []) {
        it(`of ${host}: ${row.name}`, async () => {
          const { files, offBy: file } = placed(row);
          await connect(host);
          for (const [path, adds] of Object.entries(files)) await add(join(home(), path), adds);
          const { state, offBy, problem = '' } = await stateOf(host);
          const wanted = file === undefined ? undefined : join(home(), file);
          assert.equal(offBy, wanted);
          assert.equal(state === 'off', wanted !== undefined, state);
          if (wanted !== undefined) assert.ok(problem.includes(wanted), problem);
        });
      }
    }
  });

  it('is "off" by managed settings of Claude Code, also by a file in their folder', async () => {
    await connect('claude');
    const managed = join(home(), 'machine', 'ClaudeCode');
    const onWindows = async (): Promise<HostConnection | undefined> => {
      const env = { ProgramFiles: join(home(), 'machine') };
      const hosts = await make({}, { platform: 'win32', env }).list();
      return hosts.find(({ host }) => host === 'claude');
    };
    assert.equal((await onWindows())?.state, 'connected');
    await add(join(managed, 'managed-settings.json'), OFF);
    assert.equal((await onWindows())?.offBy, join(managed, 'managed-settings.json'));
    await add(join(managed, 'managed-settings.d', '10-hooks.json'), ON);
    assert.equal((await onWindows())?.state, 'connected');
    const last = join(managed, 'managed-settings.d', '20-hooks.json');
    await add(last, { allowManagedHooksOnly: true });
    assert.equal((await onWindows())?.offBy, last);
    for (const hooksOnly of [
      { allowManagedHooksOnly: 'true' },
      { strictPluginOnlyCustomization: true },
      { strictPluginOnlyCustomization: ['skills', 'hooks'] },
    ]) {
      await write(last, JSON.stringify(hooksOnly));
      assert.equal((await onWindows())?.offBy, last);
    }
    await write(last, JSON.stringify({ strictPluginOnlyCustomization: ['skills'] }));
    assert.equal((await onWindows())?.state, 'connected');
    await rm(last);
    await add(join(managed, 'managed-settings.d', '.30-hooks.json'), OFF);
    await add(join(managed, 'managed-settings.d', 'notes.txt'), OFF);
    assert.equal((await onWindows())?.state, 'connected');
  });

  describe('is read in the folder named by a variable', () => {
    const rowsOfFolders: readonly (readonly [
      host: string,
      env: NodeJS.ProcessEnv,
      file: string,
    ])[] = [
      ['gemini', { GEMINI_CLI_HOME: 'HOME/other' }, 'other/.gemini/settings.json'],
      ['gemini', { GEMINI_CLI_HOME: '' }, '.gemini/settings.json'],
      ['qwen', { QWEN_HOME: 'HOME/other' }, 'other/settings.json'],
      ['qwen', { QWEN_HOME: '~/other' }, 'other/settings.json'],
      ['qwen', { QWEN_HOME: '~' }, 'settings.json'],
      ['claude', { CLAUDE_CONFIG_DIR: 'HOME/other' }, 'other/settings.json'],
    ];
    for (const [host, env, file] of rowsOfFolders) {
      it(`of ${host}: ${JSON.stringify(env)}`, async () => {
        const [[name, value = ''] = ['', '']] = Object.entries(env);
        const options = { env: { [name]: value.replace('HOME', home()) } };
        const connections = make({}, options);
        await connections.write(await connections.propose(host, 'connect'));
        const found = (await make({}, options).list()).find((one) => one.host === host);
        assert.equal(found?.path, join(home(), file));
        assert.equal(found.state, 'connected');
        await readFile(found.path, 'utf8');
      });
    }
  });

  it('is unchanged if a project cannot be read, and other projects still count', async () => {
    await connect('claude');
    const circle = join(home(), 'circle');
    await symlink(circle, circle);
    await mkdir(join(home(), 'odd', '.claude'), { recursive: true });
    await symlink(circle, join(home(), 'odd', '.claude', 'settings.json'));
    const bad = [circle, join(home(), 'nul\0byte'), join(home(), 'odd')];
    const within = (projects: readonly string[]) =>
      stateOf('claude', { projects: () => Promise.resolve(projects) });
    assert.equal((await within(bad)).state, 'connected');
    await add(join(project(), '.claude', 'settings.json'), OFF);
    assert.equal((await within([...bad, project()])).state, 'off');
  });

  it('is available even if the folder of another host is a cyclic link', async () => {
    await connect('claude');
    await symlink(join(home(), '.gemini'), join(home(), '.gemini'));
    assert.equal((await stateOf('claude')).state, 'connected');
    assert.deepEqual((await stateOf('gemini')).state, 'unreadable');
  });

  it('reports a missing or changed guard even if the hooks are installed', async () => {
    await connect('claude');
    const withGuard = (guard: 'missing' | 'changed') =>
      stateOf('claude', { guard: () => Promise.resolve(guard) });
    assert.deepEqual((await withGuard('missing')).state, 'missing');
    assert.match((await withGuard('missing')).problem ?? '', /guard is missing/);
    assert.equal((await withGuard('changed')).state, 'changed');
  });

  it('reports that no rule is in force, and that the host ran a command without calling the guard', async () => {
    await connect('claude');
    assert.equal(
      (await stateOf('claude', { hasRules: () => Promise.resolve(false) })).state,
      'noRules',
    );
    const lastUnguardedRun = (host: string) =>
      Promise.resolve(host === 'claude' ? '2026-11-28T09:00:00' : undefined);
    const { state, problem } = await stateOf('claude', { lastUnguardedRun });
    assert.equal(state, 'notAsking');
    assert.equal(problem, 'it ran a command without asking (2026-11-28 09:00:00).');
  });

  describe('is "unreadable" without affecting other hosts if its file', () => {
    const settings = (): string => join(home(), '.claude', 'settings.json');
    const expectUnreadable = async (problem: RegExp): Promise<void> => {
      await connect('gemini');
      const seen = await stateOf('claude');
      assert.equal(seen.state, 'unreadable');
      assert.match(seen.problem ?? '', problem);
      assert.equal((await stateOf('gemini')).state, 'connected');
    };

    it('is too large', async () => {
      await write(settings(), `{"a":"${'x'.repeat(5 * 1024 * 1024)}"}`);
      await expectUnreadable(/larger than 4 MB/);
    });

    it('is a pipe without a writer', async function () {
      if (process.platform === 'win32') this.skip();
      await mkdir(dirname(settings()), { recursive: true });
      execFileSync('mkfifo', [settings()]);
      await expectUnreadable(/not a regular file/);
    });

    it('is a cyclic link', async () => {
      await mkdir(dirname(settings()), { recursive: true });
      await symlink(`${settings()}.2`, settings());
      await symlink(settings(), `${settings()}.2`);
      await expectUnreadable(/settings\.json/);
    });

    it('has a value that makes Claude Code ignore it', async () => {
      for (const [setting, value] of Object.entries({
        disableAllHooks: 'true',
        cleanupPeriodDays: 0,
        model: 5,
        enabledMcpjsonServers: 'all',
        env: ['A=1'],
      })) {
        await write(settings(), JSON.stringify({ [setting]: value }));
        await expectUnreadable(new RegExp(`the value of "${setting}" is wrong`));
      }
      await write(settings(), JSON.stringify({ permissions: { allow: 'Bash' } }));
      await expectUnreadable(/the value of "permissions\.allow" is wrong/);
      await write(settings(), JSON.stringify({ model: 'opus', permissions: { deny: [1] }, my: 1 }));
      assert.equal((await stateOf('claude')).state, 'disconnected');
    });

    it('is not JSON', async () => {
      await write(settings(), '{ "hooks": ');
      await expectUnreadable(/line 1 is not JSON/);
    });
  });

  it('is sent to listeners only when it changes', async () => {
    await connect('claude');
    const connections = make();
    const changes: HostChange[] = [];
    const listening = connections.onDidChange((change) => changes.push(change));
    await connections.recheck();
    await connections.recheck();
    assert.equal(changes.length, 0);
    const settings = join(home(), '.claude', 'settings.json');
    const before = await readFile(settings, 'utf8');
    await rm(settings);
    await connections.recheck();
    const states = (hosts: readonly HostConnection[] = []) =>
      hosts.filter(({ host }) => host === 'claude').map(({ state }) => state);
    assert.deepEqual(states(changes[0]?.before), ['connected']);
    assert.deepEqual(states(changes[0]?.after), ['missing']);
    await write(settings, before);
    await connections.recheck();
    assert.deepEqual(states(changes[1]?.after), ['connected']);
    await connections.recheckIfChanged();
    await connections.recheckIfChanged();
    assert.equal(changes.length, 2);
    await rm(settings);
    await connections.recheckIfChanged();
    assert.deepEqual(states(changes[2]?.after), ['missing']);
    await mkdir(join(home(), 'guard'), { recursive: true });
    await write(settings, before);
    await connections.recheck();
    listening.dispose();
    await rm(settings);
    await connections.recheck();
    assert.equal(changes.length, 4);
  });
});
