import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import type { Rule } from '../../../src/core/rule';
import type { OpenStore } from '../../../src/store/openStore';
import { anAnchor, databasePath, dropTriggers, editRows, rewrite } from '../../support/corruption';
import { anAdd, approvalOf, change, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

describe('recovery of the policy file', () => {
  const folder = useTempFolder();
  let opened: OpenStore[] = [];
  let anchor: ReturnType<typeof anAnchor>;

  const open = async (withAnchor = true): Promise<OpenStore> => {
    const store = await openTestStore(folder(), withAnchor ? { anchor } : {});
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened) await store.close();
    opened = [];
  };
  /** A store that was used and closed: two versions, with a backup of each state. */
  const used = async (): Promise<readonly Rule[]> => {
    const store = await open();
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await change(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    const rules = await store.policies.listRules();
    await closeAll();
    return rules;
  };
  const asideNames = async (): Promise<string[]> =>
    (await readdir(folder())).filter((name) => name.includes('.aside-'));

  beforeEach(() => {
    anchor = anAnchor();
  });
  afterEach(closeAll);

  const damages: readonly [string, (bytes: Buffer) => Buffer][] = [
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['emptied', () => Buffer.alloc(0)],
    ['replaced by text', () => Buffer.from('hello')],
    ['with another magic', (bytes) => Buffer.concat([Buffer.from('X'), bytes.subarray(1)])],
    [
      'with one flipped bit',
      (bytes) => Buffer.from(bytes.fill(bytes[5_000] === 1 ? 2 : 1, 5_000, 5_001)),
    ],
    ['of another application', (bytes) => Buffer.from(bytes.fill(9, 68, 72))],
    [
      'that claims a newer schema without a seal for it',
      (bytes) => Buffer.from(bytes.fill(9, 63, 64)),
    ],
    ['without its seal', (bytes) => bytes.subarray(0, -83)],
  ];
  for (const [what, damage] of damages) {
    it(`restores the backup that ends at the anchor, for a file ${what}`, async () => {
      const rules = await used();
      await rewrite(folder(), damage);
      const damaged = await readFile(databasePath(folder()));
      const store = await open();
      assert.deepEqual(await store.policies.listRules(), rules);
      assert.equal((await store.policies.health()).state, 'recovered');
      const [aside] = await asideNames();
      assert.deepEqual(await readFile(join(folder(), aside ?? '')), damaged);
      assert.equal((await store.policies.listAudit())[0]?.action, 'recover');
    });

    it(`offers a backup and changes nothing automatically without an anchor, for a file ${what}`, async () => {
      const rules = await used();
      await rewrite(folder(), damage);
      const store = await open(false);
      assert.equal((await store.policies.health()).state, 'tampered');
      assert.deepEqual(await store.policies.listRules(), rules);
      assert.equal(await store.policyInForce(), undefined);
      await assert.rejects(change(store.policies, { add: [anAdd()] }), (error) =>
        isRulewrightError(error, 'store-damaged'),
      );
      const [aside = '', ...more] = await asideNames();
      assert.deepEqual(more, []);
      // The process has checked again in the meantime, and so does the next window.
      const { text } = (await store.recoveryOffer()) ?? { text: '' };
      assert.ok(text.includes(`was set aside as ${join(folder(), aside)}.`), text);
    });
  }

  it('continues with the offered backup after a person typed APPLY for it', async () => {
    const rules = await used();
    await rewrite(folder(), () => Buffer.alloc(0));
    const store = await open(false);
    const offer = await store.recoveryOffer();
    await store.acceptRecovery(approvalOf(offer?.subjectId ?? '', offer?.diffHash ?? ''));
    assert.equal((await store.policies.health()).state, 'good');
    assert.deepEqual(await store.policies.listRules(), rules);
    await change(store.policies, { add: [anAdd({ pattern: 'dd if=' })] });
    await closeAll();
    const again = await open(false);
    assert.equal((await again.policies.listRules()).length, 3);
  });

  it('rejects the approval of another offer', async () => {
    await used();
    await rewrite(folder(), () => Buffer.alloc(0));
    const store = await open(false);
    await assert.rejects(store.acceptRecovery(approvalOf('recover:empty', 'x')), (error) =>
      isRulewrightError(error, 'stale-diff'),
    );
  });

  it('lists the lost versions if the newest backup is older than the anchor', async () => {
    await used();
    const backups = join(folder(), 'backups');
    const names = (await readdir(backups)).sort();
    for (const name of names) if (name.startsWith('policy-00000002')) await rm(join(backups, name));
    const store = await open();
    await store.close();
    await writeFile(databasePath(folder()), '');
    const again = await open();
    const { state, notice } = await again.policies.health();
    assert.equal(state, 'tampered');
    assert.match(notice ?? '', /Versions \d+ to 2 are lost/);
  });

  it('shows no rules instead of an empty policy if no backup is valid', async () => {
    await used();
    await rm(join(folder(), 'backups'), { recursive: true });
    await rewrite(folder(), () => Buffer.from('SQLite format 3\0'));
    const store = await open();
    await assert.rejects(store.policies.listRules(), (error) =>
      isRulewrightError(error, 'store-damaged'),
    );
    assert.match((await store.recoveryOffer())?.text ?? '', /no intact copy/);
  });

  it('does not treat a deleted policy as new', async () => {
    await used();
    await rm(folder(), { recursive: true });
    const store = await open();
    assert.equal((await store.policies.health()).state, 'tampered');
    await assert.rejects(change(store.policies, { add: [anAdd()] }), (error) =>
      isRulewrightError(error, 'store-damaged'),
    );
  });

  it('detects a file replaced by an older one', async () => {
    const store = await open();
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const old = await readFile(databasePath(folder()));
    await change(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await closeAll();
    await writeFile(databasePath(folder()), old);
    const { state, notice } = await (await open()).policies.health();
    assert.equal(state, 'tampered');
    assert.match(notice ?? '', /ends at version 1, but version 2 was saved before/);
  });

  const edits: readonly [string, RegExp, (database: Parameters<typeof dropTriggers>[0]) => void][] =
    [
      [
        'a rule changed',
        /rules in force/,
        (db) => {
          db.run(`UPDATE policy_rules SET effect = 'allow'`);
        },
      ],
      [
        'a rule removed',
        /rules in force/,
        (db) => {
          db.run(`DELETE FROM policy_rules WHERE pattern = 'mkfs'`);
        },
      ],
      [
        'an author changed',
        /at version 1: its content/,
        (db) => {
          db.run(`UPDATE policy_versions SET author = 'Eve' WHERE seq = 1`);
        },
      ],
      [
        'the last version removed',
        /rules in force/,
        (db) => {
          db.run(`DELETE FROM policy_versions WHERE seq = 2`);
        },
      ],
      [
        'the first version removed',
        /at version 1: it is missing/,
        (db) => {
          db.run(`DELETE FROM policy_versions WHERE seq = 1`);
        },
      ],
      [
        'a hash changed',
        /at version/,
        (db) => {
          db.run(`UPDATE policy_versions SET hash = 'x' WHERE seq = 1`);
        },
      ],
    ];
  for (const [what, problem, edit] of edits) {
    it(`detects ${what} even if the file was sealed again, keeps the file and offers a valid backup`, async () => {
      const rules = await used();
      await editRows(folder(), (database) => {
        dropTriggers(database);
        edit(database);
      });
      const edited = await readFile(databasePath(folder()));
      const store = await open(false);
      const { state, notice } = await store.policies.health();
      assert.equal(state, 'tampered');
      assert.match(notice ?? '', problem);
      assert.deepEqual(await store.policies.listRules(), rules);
      assert.deepEqual(await readFile(databasePath(folder())), edited);
    });
  }

  it('opens a newer file read-only and reports it', async () => {
    const rules = await used();
    await editRows(folder(), (database) => {
      database.run('PRAGMA user_version = 99');
    });
    const before = await readFile(databasePath(folder()));
    const store = await open();
    const { state, notice } = await store.policies.health();
    assert.equal(state, 'read-only');
    assert.match(notice ?? '', /newer version of Rulewright \(schema 99\)/);
    assert.deepEqual(await store.policies.listRules(), rules);
    await assert.rejects(change(store.policies, { add: [anAdd()] }), (error) =>
      isRulewrightError(error, 'store-newer'),
    );
    assert.deepEqual(await readFile(databasePath(folder())), before);
  });
});
