import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYOUT } from '../../src/core/layout';
import { readSettings, type Settings } from '../../src/settings';
import { openApp, type OpenApp } from '../../src/app/openApp';
import { appFacts, plain, policyFacts, STORED_0_1_0, unpack } from '../support/stored';
import { openTestStore } from '../support/storeUnderTest';
import { hookInputs } from '../support/hookInputs';
import { useTempFolder } from '../support/tempFolder';

interface Facts {
  readonly app: Readonly<Record<string, unknown>>;
  readonly logged: unknown;
}

type Property = Readonly<Record<string, unknown>>;
const settingsIn = (configuration: unknown): readonly (readonly [string, Property])[] =>
  (configuration as readonly { readonly properties: Record<string, Property> }[]).flatMap(
    ({ properties }) => Object.entries(properties),
  );

describe('data stored by version 0.1.0', function () {
  this.timeout(120_000);
  const opened: OpenApp[] = [];
  // Before the folder is removed: hooks run in the order of their definition.
  afterEach(async () => {
    for (const app of opened.splice(0)) await app.close();
  });
  const folder = useTempFolder();
  const pathOf = (...names: readonly string[]): string => join(folder(), ...names);
  const json = (name: string): unknown => JSON.parse(readFileSync(pathOf(name), 'utf8'));

  const home = process.env['HOME'];
  beforeEach(() => {
    unpack(STORED_0_1_0, folder());
    process.env['HOME'] = pathOf('home');
  });
  afterEach(() => {
    process.env['HOME'] = home;
  });

  const open = async (): Promise<OpenApp> => {
    const settings: Settings = {
      ...readSettings(() => undefined),
      author: 'Ada',
      onError: 'ask',
      retentionDays: 3650,
    };
    const app = await openApp({
      folder: pathOf('storage'),
      extensionFolder: process.cwd(),
      settings: () => settings,
      onError: (error) => {
        throw error;
      },
    });
    opened.push(app);
    return app;
  };

  const drained = async (): Promise<void> => {
    const until = Date.now() + 20_000;
    while (readdirSync(pathOf('storage', LAYOUT.spool)).length > 0) {
      if (Date.now() > until) throw new Error('The spool was not drained within 20 s.');
      await new Promise((done) => setTimeout(done, 50));
    }
  };

  it('is read identically: policy, history, spool, agents and decisions', async () => {
    const { app } = await open();
    await drained();
    const { model, predictions, ...facts } = (json('facts.json') as Facts).app;
    assert.ok(model !== undefined && predictions !== undefined);
    assert.deepEqual(await appFacts(app), facts);
  });

  it('has a model with older features, which is ignored', async () => {
    const { app } = await open();
    assert.equal(await app.learning.hasModel(), false);
    assert.equal(await app.learning.newest(), undefined);
  });

  it('is read with changes in the log', async () => {
    const store = await openTestStore(pathOf('logged'), { logFromBytes: 1 });
    const facts = plain(await policyFacts(store.policies));
    await store.close();
    assert.deepEqual(facts, (json('facts.json') as Facts).logged);
  });

  it('is rolled back to its first version exactly', async () => {
    const { app } = await open();
    const versions = await app.policies.listVersions();
    const first = versions.at(-1);
    assert.ok(first);
    const session = await app.openReview('restore', first.version);
    const { diffHash, policyVersion } = session.shown;
    const decision = {
      subjectId: first.version,
      diffHash,
      policyVersion,
      author: 'Ada',
      comment: '',
    };
    const version = await session.apply({ ...decision, typed: 'APPLY' });
    assert.equal(version.stateHash, first.stateHash);
    assert.notEqual(version.stateHash, versions[0]?.stateHash);
  });

  it('keeps agent hosts protected: every installed line still denies, with the updated guard', async () => {
    const { app } = await open();
    await drained();
    const connected = (await app.connections.list()).filter(({ expected }) => expected);
    const names = connected.map(({ host }) => host);
    assert.deepEqual(names.sort(), ['claude', 'codex', 'copilot', 'cursor', 'gemini']);
    for (const { host, path } of connected) {
      const lines = linesIn(JSON.parse(readFileSync(path, 'utf8'))).filter((line) =>
        line.endsWith(' pre'),
      );
      assert.ok(lines.length > 0, `${host} has hooks`);
      for (const line of lines) {
        const input = JSON.stringify(hookInputs(host).pre).replace(
          /"command":"[^"]*"/,
          '"command":"mkfs.ext4 /dev/sda1"',
        );
        const ran = spawnSync('/bin/sh', ['-c', line], { input, encoding: 'utf8' });
        assert.match(ran.stdout, /"(?:permissionDecision|permission|decision)":"deny"/, line);
      }
    }
  });

  it('has settings that still exist with the same type, range, default and scope', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: unknown };
    };
    const now = new Map(settingsIn(manifest.contributes.configuration));
    const before = settingsIn(json('settings.json'));
    assert.ok(before.length > 10);
    for (const [id, setting] of before) {
      for (const key of ['type', 'default', 'enum', 'minimum', 'maximum', 'scope']) {
        assert.deepEqual(now.get(id)?.[key], setting[key], `${id}: ${key}`);
      }
    }
  });
});

/** All command lines in a hook file that name our hosts. */
function linesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('--host') ? [value] : [];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((each) => linesIn(each))
    : [];
}
