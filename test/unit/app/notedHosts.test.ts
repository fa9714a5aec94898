import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNotedHosts } from '../../../src/app/notedHosts';
import type { RestoredHooks } from '../../../src/core/agentHost';
import type { PolicyStore } from '../../../src/core/ports';
import type { OpenStore } from '../../../src/store/openStore';
import { openTestStore } from '../../support/storeUnderTest';
import { testConnections } from '../../support/testConnections';
import { useTempFolder } from '../../support/tempFolder';

describe('the hosts in the audit trail', function () {
  this.timeout(30_000);
  const home = useTempFolder();
  let store: OpenStore;
  let policies: PolicyStore;
  let restored: RestoredHooks[];
  const settings = (): string => join(home(), '.claude', 'settings.json');
  const list = (): string => join(home(), 'guard', 'connected.json');

  beforeEach(async () => {
    restored = [];
    await mkdir(join(home(), '.claude'));
    store = await openTestStore(home());
    ({ policies } = store);
  });
  afterEach(() => store.close());

  const aWindow = () =>
    testConnections(home(), {
      noted: createNotedHosts(policies, () => Promise.resolve('Ada')),
      restoring: {
        clock: Date,
        memoryPath: join(home(), 'guard', 'restored.json'),
        mayRestore: () => Promise.resolve(true),
        onRestored: (found) => void restored.push(found),
      },
    });
  const change = async (kind: 'connect' | 'disconnect'): Promise<void> => {
    const connections = aWindow();
    await connections.write(await connections.propose('claude', kind));
  };
  const actions = async (): Promise<readonly string[]> =>
    (await store.policies.listAudit()).map(({ action, author, comment, subject }) =>
      [action, author, comment, subject].join(' '),
    );
  const expected = async (): Promise<boolean | undefined> =>
    (await aWindow().list()).find(({ host }) => host === 'claude')?.expected;

  it('are noted when a person connects and disconnects one, once each', async () => {
    await change('connect');
    await change('connect');
    assert.deepEqual(await actions(), ['connect Ada Claude Code claude']);
    assert.equal(await expected(), true);
    await change('disconnect');
    assert.deepEqual((await actions())[0], 'disconnect Ada Claude Code claude');
    assert.equal(await expected(), false);
    await change('connect');
    assert.equal(await expected(), true);
    await aWindow().forget('claude');
    assert.equal(await expected(), false);
  });

  it('are known at once in another window that connected and disconnected them', async () => {
    const other = await openTestStore(home());
    try {
      const late = {
        listAudit: () => other.policies.listAudit(),
        note: (entry: Parameters<PolicyStore['note']>[0]) => other.policies.note(entry),
        // The notice of a change by another window comes later.
        onDidChange: () => ({ dispose: () => undefined }),
      };
      const noted = createNotedHosts(late, () => Promise.resolve('Bob'));
      const window = testConnections(home(), { noted });
      const isExpected = async (): Promise<boolean | undefined> =>
        (await window.list()).find(({ host }) => host === 'claude')?.expected;
      await change('connect');
      assert.equal(await isExpected(), true);
      await change('disconnect');
      assert.equal(await isExpected(), false);
      await change('connect');
      await window.write(await window.propose('claude', 'disconnect'));
      assert.equal(await expected(), false);
    } finally {
      await other.close();
    }
  });

  for (const [what, attack] of [
    [
      'deletes',
      () => {
        rmSync(list());
      },
    ],
    [
      'empties',
      () => {
        writeFileSync(list(), '[]\n');
      },
    ],
  ] as const) {
    it(`have their hooks written again if a program ${what} the list of hosts first`, async () => {
      await change('connect');
      const good = await readFile(settings(), 'utf8');
      attack();
      await writeFile(settings(), '{}\n');
      await aWindow().recheck();
      assert.equal(await readFile(settings(), 'utf8'), good);
      assert.equal(restored.length, 1);
    });
  }

  it('are those of the list while the store cannot be read or written', async () => {
    const damaged = (): Promise<never> => Promise.reject(new Error('The store is damaged.'));
    policies = { ...store.policies, listAudit: damaged, note: damaged };
    await change('connect');
    assert.equal(await expected(), true);
    await assert.rejects(change('disconnect'), /damaged/);
    assert.doesNotMatch(await readFile(settings(), 'utf8'), /guard\.sh/);
    assert.equal(await expected(), false);
  });
});
