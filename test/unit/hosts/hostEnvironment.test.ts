import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { CommandEvent } from '../../../src/core/event';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createHostEnvironment } from '../../../src/hosts/hostEnvironment';
import { useTempFolder } from '../../support/tempFolder';

describe('the environment of agent hosts', () => {
  const home = useTempFolder();
  const at = (...names: string[]): string => join(home(), ...names);
  let events: CommandEvent[] = [];
  let folders: string[] = [];
  let reads = 0;

  beforeEach(async () => {
    events = [];
    folders = [];
    reads = 0;
    await mkdir(at('shop', '.git'), { recursive: true });
    await mkdir(at('shop', 'src', 'pages'), { recursive: true });
  });

  const make = (hasRules: (path: string) => boolean = () => true) =>
    createHostEnvironment({
      files: createNodeFiles(),
      policyPath: at('policy.snapshot'),
      hasRules,
      folders: () => folders,
      recent: (limit) => {
        reads += 1;
        return Promise.resolve(events.slice(0, limit));
      },
      guard: () => Promise.resolve('good'),
    })();

  const event = (host: string, cwd: string, source: CommandEvent['source']): CommandEvent => ({
    id: `${events.length}`,
    ts: `2026-11-28T09:00:0${events.length}Z`,
    eventType: 'command_executed',
    command: 'ls',
    context: { host, cwd },
    source,
  });

  it('are the open folders and the working directories of agents, each with the root of its repository', async () => {
    await mkdir(at('notes'));
    folders = [at('notes')];
    events = [event('claude', at('shop', 'src', 'pages'), 'guard')];
    assert.deepEqual(await make().projects(), [
      at('notes'),
      at('shop', 'src', 'pages'),
      at('shop'),
    ]);
  });

  it('exclude the working directories of terminals and imports', async () => {
    events = [
      event('terminal', at('shop'), 'terminal'),
      event('claude', at('shop'), 'import'),
      event('claude', at('shop'), 'csv'),
    ];
    assert.deepEqual(await make().projects(), []);
  });

  it('exclude paths that are not folders on this machine', async () => {
    await symlink(at('circle'), at('circle'));
    await writeFile(at('file'), '');
    folders = [
      '\\\\server\\share\\shop',
      '//server/share/shop',
      'relative/folder',
      '',
      at('gone'),
      at('circle'),
      at('circle', 'inside'),
      at('file'),
      at('file', 'inside'),
      at('nul\0byte'),
      at('x'.repeat(5000)),
      relative(process.cwd(), at('shop')),
      at('shop'),
    ];
    assert.deepEqual(await make().projects(), [at('shop')]);
  });

  it('are at most 20 folders, the open ones first', async () => {
    const names = Array.from({ length: 25 }, (_, n) => at(`p${n + 10}`));
    for (const name of names) await mkdir(name);
    folders = [at('p34')];
    events = names.map((name) => event('claude', name, 'guard'));
    const projects = await make().projects();
    assert.deepEqual([projects.length, projects[0]], [20, at('p34')]);
  });

  it('report a host that ran a command without calling the guard, and read the history once for all hosts', async () => {
    events = [
      event('codex', at('shop'), 'hook'),
      event('claude', at('shop'), 'guard'),
      event('claude', at('shop'), 'hook'),
      event('codex', at('shop'), 'guard'),
    ];
    const environment = make();
    await environment.projects();
    assert.equal(await environment.lastUnguardedRun('codex'), events[0]?.ts);
    assert.equal(await environment.lastUnguardedRun('claude'), undefined);
    assert.equal(await environment.lastUnguardedRun('gemini'), undefined);
    assert.equal(reads, 1);
  });

  it('have a key that differs if one of them does', async () => {
    const keys: (string | undefined)[] = [];
    const note = async (): Promise<void> => void keys.push(await make().key?.());
    const add = async (source: CommandEvent['source'], cwd: string): Promise<void> => {
      events = [event('claude', cwd, source), ...events];
      await note();
    };
    await note();
    await add('guard', '/work/a');
    await add('guard', '/work/a');
    await add('guard', '/work/b');
    await add('hook', '/work/b');
    folders = ['/work/c'];
    await note();
    const isSame = keys.slice(1).map((key, index) => key === keys[index]);
    assert.deepEqual(isSame, [false, true, false, false, false]);
  });

  it('reflect the published policy, which is read again after a change', async () => {
    let hasRules = false;
    const look = (): Promise<boolean> => make(() => hasRules).hasRules();
    assert.equal(await look(), true, 'without a policy everything is denied');
    await writeFile(at('policy.snapshot'), 'one');
    assert.equal(await look(), false);
    hasRules = true;
    await writeFile(at('policy.snapshot'), 'three');
    assert.equal(await look(), true);
  });
});
