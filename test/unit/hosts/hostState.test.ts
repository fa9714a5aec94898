import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostChange, HostConnection, HostConnections } from '../../../src/core/agentHost';
import type { ConnectOptions } from '../../../src/hosts/connections';
import type { HostEnvironment } from '../../../src/hosts/hostState';
import { CALM } from '../../support/calmSurroundings';
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
  const TRUSTED = (path: string): string =>
    `[projects.${JSON.stringify(path)}]\ntrust_level = "trusted"\n`;
  const CODEX_OFF = '[features]\nhooks = false\n';
  const GEMINI_OFF = { hooksConfig: { enabled: false } };

  interface Row {
    readonly name: string;
    readonly host: string;
    /** Files in the home folder. */
    readonly files: Readonly<Record<string, object | string>>;
    /** The file that switches the hooks off; undefined if there is none. */
    readonly offBy: string | undefined;
  }

  const rows = (): readonly Row[] => [
    {
      name: 'of Claude Code: the settings of the person',
      host: 'claude',
      files: { '.claude/settings.json': OFF },
      offBy: '.claude/settings.json',
    },
    {
      name: 'of Claude Code: the settings of a project',
      host: 'claude',
      files: { 'work/shop/.claude/settings.json': OFF },
      offBy: 'work/shop/.claude/settings.json',
    },
    {
      name: 'of Claude Code: the local settings of a project, which go before the others',
      host: 'claude',
      files: {
        'work/shop/.claude/settings.json': OFF,
        'work/shop/.claude/settings.local.json': ON,
      },
      offBy: undefined,
    },
    {
      name: 'of Claude Code: a variable in the settings of the person',
      host: 'claude',
      files: { '.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '1' } } },
      offBy: '.claude/settings.json',
    },
    {
      name: 'of Claude Code: the variable of the safe mode in the settings of the person',
      host: 'claude',
      files: {
        '.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '', CLAUDE_CODE_SAFE_MODE: 'true' } },
      },
      offBy: '.claude/settings.json',
    },
    {
      name: 'of Claude Code: not the variable where it is off, nor that of a project',
      host: 'claude',
      files: {
        '.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '0' } },
        'work/shop/.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '1' } },
        'work/shop/.claude/settings.local.json': { env: { CLAUDE_CODE_SAFE_MODE: '1' } },
      },
      offBy: undefined,
    },
    {
      name: 'of Claude Code: not the local settings beside those of the person',
      host: 'claude',
      files: { '.claude/settings.local.json': OFF },
      offBy: undefined,
    },
    {
      name: 'of Claude Code: a variable that names another folder of settings',
      host: 'claude',
      files: { '.claude/settings.json': { env: { CLAUDE_CONFIG_DIR: '/other' } } },
      offBy: '.claude/settings.json',
    },
    {
      name: 'of Claude Code: not that variable where it names the same folder, nor that of a project',
      host: 'claude',
      files: {
        '.claude/settings.json': { env: { CLAUDE_CONFIG_DIR: join(home(), '.claude') } },
        'work/shop/.claude/settings.json': { env: { CLAUDE_CONFIG_DIR: '/other' } },
      },
      offBy: undefined,
    },
    {
      name: 'of Codex: the features of the person',
      host: 'codex',
      files: { '.codex/config.toml': CODEX_OFF },
      offBy: '.codex/config.toml',
    },
    {
      name: 'of Codex: the earlier name of the feature',
      host: 'codex',
      files: { '.codex/config.toml': '[features]\ncodex_hooks = false\n' },
      offBy: '.codex/config.toml',
    },
    {
      name: 'of Codex: not the earlier name where the later one says otherwise',
      host: 'codex',
      files: { '.codex/config.toml': '[features]\nhooks = true\ncodex_hooks = false\n' },
      offBy: undefined,
    },
    {
      name: 'of Codex: a profile in a file of its own',
      host: 'codex',
      files: {
        '.codex/fast.config.toml': '[features]\nhooks = true\n',
        '.codex/quiet.config.toml': CODEX_OFF,
      },
      offBy: '.codex/quiet.config.toml',
    },
    {
      name: 'of Codex: a profile in the file of the person, as in earlier versions',
      host: 'codex',
      files: {
        '.codex/config.toml': '[profiles.fast]\n[profiles.quiet.features]\nhooks = false\n',
      },
      offBy: '.codex/config.toml',
    },
    {
      name: 'of Codex: not a profile that leaves the hooks on',
      host: 'codex',
      files: { '.codex/config.toml': '[profiles.fast.features]\nhooks = true\n' },
      offBy: undefined,
    },
    {
      name: 'of Codex: the features of a project that is trusted',
      host: 'codex',
      files: {
        '.codex/config.toml': TRUSTED(project()),
        'work/shop/.codex/config.toml': CODEX_OFF,
      },
      offBy: 'work/shop/.codex/config.toml',
    },
    {
      name: 'of Codex: not those of a project that is not trusted',
      host: 'codex',
      files: { 'work/shop/.codex/config.toml': CODEX_OFF },
      offBy: undefined,
    },
    {
      name: 'of Gemini CLI: the settings of the person',
      host: 'gemini',
      files: { '.gemini/settings.json': GEMINI_OFF },
      offBy: '.gemini/settings.json',
    },
    {
      name: 'of Gemini CLI: our hooks by their name',
      host: 'gemini',
      files: { '.gemini/settings.json': { hooksConfig: { disabled: ['rulewright'] } } },
      offBy: '.gemini/settings.json',
    },
    {
      name: 'of Gemini CLI: not other hooks by their name',
      host: 'gemini',
      files: { '.gemini/settings.json': { hooksConfig: { disabled: ['other'] } } },
      offBy: undefined,
    },
    {
      name: 'of Gemini CLI: the settings of a folder that is trusted',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': { [dirname(project())]: 'TRUST_FOLDER' },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
      },
      offBy: 'work/shop/.gemini/settings.json',
    },
    {
      name: 'of Gemini CLI: not those of another folder',
      host: 'gemini',
      files: { 'work/shop/.gemini/settings.json': GEMINI_OFF },
      offBy: undefined,
    },
    {
      name: 'of Gemini CLI: the settings of a folder beside one that is trusted with its siblings',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': { [join(dirname(project()), 'bakery')]: 'TRUST_PARENT' },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
      },
      offBy: 'work/shop/.gemini/settings.json',
    },
    {
      name: 'of Gemini CLI: the entry of a folder that is not trusted within one that is',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': {
          [project()]: 'DO_NOT_TRUST',
          [dirname(project())]: 'TRUST_FOLDER',
        },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
      },
      offBy: '.gemini/trustedFolders.json',
    },
    {
      name: 'of Gemini CLI: not the entry of another folder that is not trusted',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': {
          [join(home(), 'other')]: 'DO_NOT_TRUST',
          [project()]: 'TRUST_FOLDER',
        },
      },
      offBy: undefined,
    },
    ...['false', 'FALSE', '', 0, '$HOOKS'].map((enabled) => ({
      name: `of Gemini CLI: ${JSON.stringify(enabled)}, which it takes for false or replaces`,
      host: 'gemini',
      files: { '.gemini/settings.json': { hooksConfig: { enabled } } },
      offBy: '.gemini/settings.json',
    })),
    ...['no', 1, [], null].map((enabled) => ({
      name: `of Gemini CLI: not ${JSON.stringify(enabled)}, which it takes for true`,
      host: 'gemini',
      files: { '.gemini/settings.json': { hooksConfig: { enabled } } },
      offBy: undefined,
    })),
    ...['my rulewright hook', ['$MY_HOOK'], '$MY_HOOK'].map((disabled) => ({
      name: `of Gemini CLI: our hooks in ${JSON.stringify(disabled)}`,
      host: 'gemini',
      files: { '.gemini/settings.json': { hooksConfig: { disabled } } },
      offBy: '.gemini/settings.json',
    })),
    ...[null, [], 'none', false].map((hooks) => ({
      name: `of Gemini CLI: hooks of a trusted folder that are ${JSON.stringify(hooks)}`,
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': { [project()]: 'TRUST_FOLDER' },
        'work/shop/.gemini/settings.json': { hooks },
      },
      offBy: 'work/shop/.gemini/settings.json',
    })),
    {
      name: 'of Gemini CLI: not hooks of its own that a trusted folder has',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': { [project()]: 'TRUST_FOLDER' },
        'work/shop/.gemini/settings.json': { hooks: { BeforeTool: null } },
      },
      offBy: undefined,
    },
    {
      name: 'of Gemini CLI: the settings of any folder where folder trust is switched off',
      host: 'gemini',
      files: {
        '.gemini/settings.json': { security: { folderTrust: { enabled: false } } },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
      },
      offBy: 'work/shop/.gemini/settings.json',
    },
    {
      name: 'of Gemini CLI: not where the machine switches folder trust on again',
      host: 'gemini',
      files: {
        'system/settings.json': { security: { folderTrust: { enabled: true } } },
        '.gemini/settings.json': { security: { folderTrust: { enabled: false } } },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
      },
      offBy: undefined,
    },
    {
      name: 'of Gemini CLI: the settings of the machine',
      host: 'gemini',
      files: { 'system/settings.json': GEMINI_OFF },
      offBy: 'system/settings.json',
    },
    {
      name: 'of Copilot: our own hook file',
      host: 'copilot',
      files: { '.copilot/hooks/rulewright.json': OFF },
      offBy: '.copilot/hooks/rulewright.json',
    },
    {
      name: 'of Copilot: the settings of a folder that is trusted',
      host: 'copilot',
      files: {
        '.copilot/config.json': { trustedFolders: [project()] },
        'work/shop/.github/copilot/settings.json': OFF,
      },
      offBy: 'work/shop/.github/copilot/settings.json',
    },
    {
      name: 'of Copilot: the settings for Claude Code of a folder that is trusted',
      host: 'copilot',
      files: {
        '.copilot/config.json': { trusted_folders: [project()] },
        'work/shop/.claude/settings.json': OFF,
      },
      offBy: 'work/shop/.claude/settings.json',
    },
    {
      name: 'of Copilot: not those of another folder',
      host: 'copilot',
      files: { 'work/shop/.github/copilot/settings.json': OFF },
      offBy: undefined,
    },
    {
      name: 'of Qwen Code: the settings of a project',
      host: 'qwen',
      files: { 'work/shop/.qwen/settings.json': OFF },
      offBy: 'work/shop/.qwen/settings.json',
    },
    {
      name: 'of Qwen Code: a text in place of true',
      host: 'qwen',
      files: { 'work/shop/.qwen/settings.json': { disableAllHooks: 'true' } },
      offBy: 'work/shop/.qwen/settings.json',
    },
    ...['claude', 'copilot'].map((host) => ({
      name: `of ${host}: not a text in place of true in a project`,
      host,
      files: {
        '.copilot/config.json': { trustedFolders: [project()] },
        'work/shop/.claude/settings.json': { disableAllHooks: 'true' },
      },
      offBy: undefined,
    })),
    {
      name: 'of Qwen Code: a variable in the settings of a project',
      host: 'qwen',
      files: { 'work/shop/.qwen/settings.json': { env: { QWEN_CODE_SIMPLE: 'yes' } } },
      offBy: 'work/shop/.qwen/settings.json',
    },
    {
      name: 'of Qwen Code: a variable in a file of variables of a project',
      host: 'qwen',
      files: { 'work/shop/.env': 'A=b\r\n  export QWEN_CODE_SIMPLE = "true" # short\r\n' },
      offBy: 'work/shop/.env',
    },
    {
      name: 'of Qwen Code: a variable in a file of variables of the person',
      host: 'qwen',
      files: { '.qwen/.env': 'QWEN_CODE_SIMPLE=1 # short\n' },
      offBy: '.qwen/.env',
    },
    ...['work/.env', '.qwen/.env'].map((path) => ({
      name: `of Qwen Code: a variable in ${path}, above the project`,
      host: 'qwen',
      files: { [path]: 'QWEN_CODE_SIMPLE=1\n' },
      offBy: path,
    })),
    {
      name: 'of Qwen Code: not a variable above the project where a nearer file comes first',
      host: 'qwen',
      files: {
        'work/shop/.qwen/.env': 'A=b\n',
        'work/shop/.env': 'QWEN_CODE_SIMPLE=1\n',
        'work/.env': 'QWEN_CODE_SIMPLE=1\n',
      },
      offBy: undefined,
    },
    ...['.env', '.qwen/.env'].map((path) => ({
      name: `of Qwen Code: a variable in ${path} that names another folder of settings`,
      host: 'qwen',
      files: { [path]: 'QWEN_HOME: ~/other\n' },
      offBy: path,
    })),
    {
      name: 'of Qwen Code: not that variable where it names the same folder, nor that of a project',
      host: 'qwen',
      files: { '.env': 'QWEN_HOME=~/.qwen\n', 'work/shop/.env': 'QWEN_HOME=/other\n' },
      offBy: undefined,
    },
    {
      name: 'of Qwen Code: the settings of the machine that a variable of the person names',
      host: 'qwen',
      files: {
        '.env': `QWEN_CODE_SYSTEM_SETTINGS_PATH=${join(home(), 'machine.json')}\n`,
        'machine.json': OFF,
      },
      offBy: 'machine.json',
    },
    {
      name: 'of Qwen Code: not the variable where it is off, or in a comment',
      host: 'qwen',
      files: {
        'work/shop/.env': '# QWEN_CODE_SIMPLE=1\nQWEN_CODE_SIMPLE=0\n',
        '.qwen/.env': 'MY_QWEN_CODE_SIMPLE=1\n',
      },
      offBy: undefined,
    },
  ];

  describe('is "off" by the file that switches its hooks off', () => {
    for (const { name } of rows()) {
      it(name, async () => {
        const row = rows().find((one) => one.name === name);
        assert.ok(row);
        await connect(row.host);
        for (const [path, adds] of Object.entries(row.files)) await add(join(home(), path), adds);
        const { state, offBy, problem = '' } = await stateOf(row.host);
        const wanted = row.offBy === undefined ? undefined : join(home(), row.offBy);
        assert.equal(offBy, wanted);
        assert.equal(state === 'off', wanted !== undefined, state);
        if (wanted !== undefined) assert.ok(problem.includes(wanted), problem);
      });
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
