import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostChange, HostConnection, HostConnections } from '../../../src/core/agentHost';
import type { Surroundings } from '../../../src/hosts/hostState';
import { CALM } from '../../support/calmSurroundings';
import { useTempFolder } from '../../support/tempFolder';
import { testConnections } from '../../support/testConnections';

describe('the state of an agent host', () => {
  const home = useTempFolder();
  const project = (): string => join(home(), 'work', 'shop');
  const make = (around: Partial<Surroundings> = {}): HostConnections =>
    testConnections(home(), {
      around: () => ({ ...CALM, projects: () => Promise.resolve([project()]), ...around }),
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
    around: Partial<Surroundings> = {},
  ): Promise<HostConnection> => {
    const found = (await make(around).list()).find((one) => one.host === host);
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
    /** Files below the home folder. */
    readonly files: Readonly<Record<string, object | string>>;
    /** The file that switches the hooks off; undefined where none does. */
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
      name: 'of Claude Code: not the variable where it is off, nor that of a project',
      host: 'claude',
      files: {
        '.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '0' } },
        'work/shop/.claude/settings.json': { env: { CLAUDE_CODE_SIMPLE: '1' } },
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
      name: 'of Gemini CLI: not those of a folder that is not trusted within one that is',
      host: 'gemini',
      files: {
        '.gemini/trustedFolders.json': {
          [project()]: 'DO_NOT_TRUST',
          [dirname(project())]: 'TRUST_FOLDER',
        },
        'work/shop/.gemini/settings.json': GEMINI_OFF,
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

  it('is the same although a project cannot be read, and the others still count', async () => {
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

  it('is shown although the folder of another host is a link in a circle', async () => {
    await connect('claude');
    await symlink(join(home(), '.gemini'), join(home(), '.gemini'));
    assert.equal((await stateOf('claude')).state, 'connected');
    assert.deepEqual((await stateOf('gemini')).state, 'unreadable');
  });

  it('says so where the guard is missing or changed, although the hooks are in place', async () => {
    await connect('claude');
    const withGuard = (guard: 'missing' | 'changed') =>
      stateOf('claude', { guard: () => Promise.resolve(guard) });
    assert.deepEqual((await withGuard('missing')).state, 'missing');
    assert.match((await withGuard('missing')).problem ?? '', /guard is missing/);
    assert.equal((await withGuard('changed')).state, 'changed');
  });

  it('says so where no rule is in force, and where the host ran a command without asking', async () => {
    await connect('claude');
    assert.equal(
      (await stateOf('claude', { hasRules: () => Promise.resolve(false) })).state,
      'noRules',
    );
    const ranUnasked = (host: string) =>
      Promise.resolve(host === 'claude' ? '2026-11-28T09:00:00Z' : undefined);
    const { state, problem } = await stateOf('claude', { ranUnasked });
    assert.equal(state, 'notAsking');
    assert.match(problem ?? '', /without asking \(2026-11-28T09:00:00Z\)/);
  });

  describe('is "unreadable", and the other hosts are still shown, where its file', () => {
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

    it('is a pipe, which nobody writes to', async function () {
      if (process.platform === 'win32') this.skip();
      await mkdir(dirname(settings()), { recursive: true });
      execFileSync('mkfifo', [settings()]);
      await expectUnreadable(/not a regular file/);
    });

    it('is a link in a circle', async () => {
      await mkdir(dirname(settings()), { recursive: true });
      await symlink(`${settings()}.2`, settings());
      await symlink(settings(), `${settings()}.2`);
      await expectUnreadable(/settings\.json/);
    });

    it('is no JSON', async () => {
      await write(settings(), '{ "hooks": ');
      await expectUnreadable(/line 1 is not JSON/);
    });
  });

  it('is told to listeners when it changes, and not otherwise', async () => {
    await connect('claude');
    const connections = make();
    const heard: HostChange[] = [];
    const listening = connections.onDidChange((change) => heard.push(change));
    await connections.recheck();
    await connections.recheck();
    assert.equal(heard.length, 0);
    const settings = join(home(), '.claude', 'settings.json');
    const before = await readFile(settings, 'utf8');
    await rm(settings);
    await connections.recheck();
    const states = (hosts: readonly HostConnection[] = []) =>
      hosts.filter(({ host }) => host === 'claude').map(({ state }) => state);
    assert.deepEqual(states(heard[0]?.before), ['connected']);
    assert.deepEqual(states(heard[0]?.after), ['missing']);
    await write(settings, before);
    await connections.recheck();
    assert.deepEqual(states(heard[1]?.after), ['connected']);
    await connections.recheckIfChanged();
    await connections.recheckIfChanged();
    assert.equal(heard.length, 2);
    await rm(settings);
    await connections.recheckIfChanged();
    assert.deepEqual(states(heard[2]?.after), ['missing']);
    await mkdir(join(home(), 'guard'), { recursive: true });
    await write(settings, before);
    await connections.recheck();
    listening.dispose();
    await rm(settings);
    await connections.recheck();
    assert.equal(heard.length, 4);
  });
});
