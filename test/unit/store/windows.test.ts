import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditLine, auditText } from '../../../src/core/auditLine';
import { isRulewrightError } from '../../../src/core/errors';
import type { Files } from '../../../src/core/fileAccess';
import type { PolicyStore } from '../../../src/core/ports';
import { fileError } from '../../../src/files/fileError';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { OpenStore } from '../../../src/store/openStore';
import { anAgent } from '../../support/anAgent';
import { editRows } from '../../support/corruption';
import { createFaultyFiles } from '../../support/faultyFiles';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  newestVersion,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

describe('a store in several windows', () => {
  const folder = useTempFolder();
  let opened: OpenStore[] = [];
  const open = async (options: Parameters<typeof openTestStore>[1] = {}): Promise<OpenStore> => {
    const store = await openTestStore(folder(), options);
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
  });

  /** Proposes a diff and applies it, and reviews it again whenever another one was applied meanwhile. */
  const applied = async (
    policies: PolicyStore,
    diff: Parameters<typeof propose>[1],
  ): Promise<void> => {
    const { id, diffHash } = await propose(policies, diff);
    for (;;) {
      const approval = approvalOf(id, diffHash, await newestVersion(policies));
      try {
        await policies.apply(approval, randomUUID());
        return;
      } catch (error) {
        if (!isRulewrightError(error, 'stale-diff')) throw error;
      }
    }
  };

  for (const [form, logFromBytes] of [
    ['the whole file', Infinity],
    ['the log', 0],
  ] as const) {
    it(`shows changes of other windows in each window, saving ${form}`, async () => {
      const [one, other] = [await open({ logFromBytes }), await open({ logFromBytes })];
      for (let index = 0; index < 6; index += 1) {
        const [from, to] = index % 2 === 0 ? [one, other] : [other, one];
        const version = await change(from.policies, {
          add: [anAdd({ pattern: `command ${index}` })],
        });
        assert.equal((await to.policies.listVersions())[0]?.version, version.version);
      }
      const [newest] = await one.policies.listVersions();
      await goBack(other.policies, 'rollback', newest?.version ?? '');
      assert.equal((await one.policies.listRules()).length, 5);
    });

    it(`loses no change of two windows that apply concurrently, saving ${form}`, async () => {
      const stores = [await open({ logFromBytes }), await open({ logFromBytes })];
      const work = stores.flatMap((store, window) =>
        [1, 2, 3].map((index) =>
          applied(store.policies, { add: [anAdd({ pattern: `command ${window} ${index}` })] }),
        ),
      );
      await Promise.all(work);
      const { policies } = await open();
      assert.equal((await policies.listRules()).length, 6);
      assert.equal((await policies.listVersions()).length, 6);
    });
  }

  it('saves the log into the file when it is large, and continues', async () => {
    const store = await open({ logFromBytes: 0, logUpToBytes: 6_000 });
    for (let index = 0; index < 12; index += 1) {
      await change(store.policies, { add: [anAdd({ pattern: `command ${index}` })] });
    }
    await store.close();
    assert.equal((await (await open()).policies.listRules()).length, 12);
  });

  it('notifies listeners of a change in another window', async () => {
    const [one, other] = [await open(), await open()];
    const changes = new EventTarget();
    const notice = once(changes, 'change');
    const subscription = one.policies.onDidChange(() => changes.dispatchEvent(new Event('change')));
    await new Promise((done) => setTimeout(done, 30)); // the first check is in progress
    await change(other.policies, { add: [anAdd()] });
    await notice;
    subscription.dispose();
  });

  it('shares agents between windows, with owner and time last seen', async () => {
    const [one, other] = [await open(), await open()];
    await one.agents.insert(anAgent({ id: 'a', owner: 'window 1' }));
    await other.agents.change('a', (agent) => ({ ...agent, status: 'running', lastSeen: 'later' }));
    const [agent] = await one.agents.list();
    assert.deepEqual(
      [agent?.owner, agent?.status, agent?.lastSeen],
      ['window 1', 'running', 'later'],
    );
    await one.agents.remove('a');
    assert.deepEqual(await other.agents.list(), []);
  });

  it('rejects unknown agents and existing ids', async () => {
    const { agents } = await open();
    await agents.insert(anAgent({ id: 'a' }));
    await assert.rejects(agents.insert(anAgent({ id: 'a' })), (error) =>
      isRulewrightError(error, 'invalid-input'),
    );
    await assert.rejects(agents.remove('b'), (error) => isRulewrightError(error, 'not-found'));
    await assert.rejects(
      agents.change('b', (agent) => agent),
      (error) => isRulewrightError(error, 'not-found'),
    );
  });

  it('removes the files of a crashed window, and none of a living one', async () => {
    const other = await open();
    await change(other.policies, { add: [anAdd()] });
    const isExtra = (name: string): boolean => /tmp|new/.test(name);
    const living = (await readdir(folder())).filter(isExtra);
    await writeFile(join(folder(), 'rulewright.db.0123456789ab.tmp'), 'half a file');
    await writeFile(join(folder(), 'rulewright.db.lock.0123456789abcdef.new'), '{}');
    await (await open()).close();
    assert.deepEqual((await readdir(folder())).filter(isExtra), living);
  });

  it('shows the policy and reports that nothing can be written', async () => {
    await change((await open()).policies, { add: [anAdd()] });
    await writeFile(join(folder(), 'rulewright.db.0123456789ab.tmp'), 'half a file');
    const real = createNodeFiles();
    const files = createFaultyFiles({
      ...real,
      writeNew: () => {
        files.failAt(1, 'EACCES');
        return files.stat('/locked').then(() => false);
      },
    });
    const store = await open({ files });
    assert.equal((await store.policies.listRules()).length, 1);
    const { state, hint } = await store.policies.health();
    assert.equal(state, 'read-only');
    assert.ok(hint);
  });

  it('reports when it is opened that the folder is read-only, without anything left in it', async () => {
    await change((await open()).policies, { add: [anAdd()] });
    const real = createNodeFiles();
    let isLocked = true;
    const writeNew: Files['writeNew'] = (path, ...more) =>
      isLocked
        ? Promise.reject(fileError(systemError('EROFS'), 'write', path))
        : real.writeNew(path, ...more);
    const before = await readdir(folder());
    const store = await open({ files: { ...real, writeNew } });
    const { state, notice } = await store.policies.health();
    assert.equal(state, 'read-only');
    assert.match(notice ?? '', /rulewright\.db/);
    assert.equal((await store.policies.listRules()).length, 1);
    isLocked = false;
    assert.deepEqual(await store.policies.health(), { state: 'good' });
    assert.deepEqual(await readdir(folder()), before);
  });

  it('is good again once the folder can be written to', async () => {
    await change((await open()).policies, { add: [anAdd()] });
    await writeFile(join(folder(), 'rulewright.db.0123456789ab.tmp'), 'half a file');
    const real = createNodeFiles();
    let isLocked = true;
    const files: Files = {
      ...real,
      remove: (path) =>
        isLocked && path.endsWith('.0123456789ab.tmp')
          ? Promise.reject(fileError(systemError('EACCES'), 'remove', path))
          : real.remove(path),
    };
    const store = await open({ files });
    assert.equal((await store.policies.health()).state, 'read-only');
    isLocked = false;
    assert.deepEqual(await store.policies.health(), { state: 'good' });
  });

  it('reports the missing WebAssembly file', async () => {
    await assert.rejects(openTestStore(folder(), { wasmPath: 'nowhere.wasm' }), (error) =>
      isRulewrightError(error, 'missing-part'),
    );
  });

  it('reports a folder path that is a file', async () => {
    await mkdir(join(folder(), 'sub'));
    await writeFile(join(folder(), 'sub', 'file'), '');
    await assert.rejects(openTestStore(join(folder(), 'sub', 'file', 'store')), (error) =>
      isRulewrightError(error, 'io-failed'),
    );
  });

  it('rejects changing or deleting versions and audit entries', async () => {
    await change((await open()).policies, { add: [anAdd()] });
    await editRows(folder(), (database) => {
      for (const table of ['policy_versions', 'policy_audit']) {
        assert.throws(() => {
          database.run(`UPDATE ${table} SET author = 'Eve'`);
        }, /never changed/);
        assert.throws(() => {
          database.run(`DELETE FROM ${table}`);
        }, /never deleted/);
      }
    });
  });

  it('reads audit entries of a newer version, and exports them', async () => {
    const store = await open();
    await change(store.policies, { add: [anAdd()] });
    await store.close();
    await editRows(folder(), (database) => {
      database.run(`INSERT INTO policy_audit (seq, ts, action, author, comment, subject)
        VALUES (3, '2027-01-01T00:00:00.000Z', 'quarantine', 'Ada', 'later', '')`);
    });
    const policies = (await open()).policies;
    const audit = await policies.listAudit();
    assert.deepEqual(
      audit.map(({ action }) => action),
      ['quarantine', 'apply', 'propose'],
    );
    const trail = { audit, versions: await policies.listVersions(), signatures: [] };
    const lines = (await auditText(trail, () => Promise.resolve(undefined))).trimEnd().split('\n');
    assert.equal(AuditLine.parse(JSON.parse(lines[2] ?? '')).kind, 'quarantine');
  });
});
