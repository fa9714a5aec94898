import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import type { KeptKey } from '../../../src/store/anchor';
import type { Database } from '../../../src/store/database';
import { MIGRATIONS } from '../../../src/store/migrate';
import type { OpenStore } from '../../../src/store/openStore';
import { readRules, stateHash } from '../../../src/store/ruleRows';
import { addSignature, isSigned, openSigningKey } from '../../../src/store/signatures';
import { appendVersion, readHead } from '../../../src/store/versionLog';
import { anAnchorKeeper, dropTriggers, editRows } from '../../support/corruption';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

type Keeper = ReturnType<typeof anAnchorKeeper>;

const aKey = (isKept = true): KeptKey => ({
  privateKey: generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64'),
  isKept,
});
const fingerprintOf = (kept: KeptKey): string | undefined =>
  openSigningKey(kept.privateKey)?.fingerprint;
const isNotApproved = (error: unknown): boolean => isRulewrightError(error, 'not-approved');

describe('Approvals', () => {
  const folder = useTempFolder();
  let opened: OpenStore[] = [];

  const open = async (anchor?: Keeper, at = folder()): Promise<OpenStore> => {
    const store = await openTestStore(at, anchor === undefined ? {} : { anchor });
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close();
    opened = [];
  };
  afterEach(closeAll);

  /** Two versions, signed with the key of this machine. */
  const signed = async (mine: Keeper): Promise<void> => {
    const store = await open(mine);
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await change(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await closeAll();
  };
  /** Another program removes every rule, with a chain and a seal that are right. */
  const forge = (also: (database: Database) => void = () => undefined): Promise<void> =>
    editRows(folder(), (database) => {
      const removedRules = readRules(database);
      database.run('DELETE FROM policy_rules');
      appendVersion(database, {
        version: 'forged',
        ts: '2026-01-02T00:00:00.000Z',
        author: 'Ada',
        comment: 'looked at it',
        kind: 'apply',
        target: '',
        diff: { add: [], remove: removedRules.map(({ id }) => id), meta: {} },
        addIds: [],
        addedRules: [],
        removedRules: [...removedRules],
        stateHash: stateHash([]),
      });
      also(database);
    });
  const patternsOf = (rules: readonly { readonly pattern: string }[] = []): readonly string[] =>
    rules.map(({ pattern }) => pattern).sort();
  /** Every signature in the file, oldest version first, and whether it is valid. */
  const signaturesIn = async () => {
    const found: { seq: number; fingerprint: string; isValid: boolean }[] = [];
    await editRows(folder(), (database) => {
      const sql = 'SELECT seq, fingerprint FROM policy_signatures ORDER BY seq, fingerprint';
      for (const row of database.all(sql)) {
        const signed = { seq: Number(row['seq']), fingerprint: String(row['fingerprint']) };
        found.push({ ...signed, isValid: isSigned(database, signed) });
      }
    });
    return found;
  };
  const approveIn = async (store: OpenStore): Promise<void> => {
    const offer = await store.historyOffer();
    await store.approveHistory(approvalOf(offer?.subjectId ?? '', offer?.diffHash ?? ''));
  };

  it('signs each version with the key of this machine, and the anchor names it', async () => {
    const kept = aKey();
    const mine = anAnchorKeeper(kept);
    await signed(mine);
    const fingerprint = fingerprintOf(kept);
    assert.deepEqual(await signaturesIn(), [
      { seq: 1, fingerprint, isValid: true },
      { seq: 2, fingerprint, isValid: true },
    ]);
    assert.deepEqual([mine.anchor?.seq, mine.anchor?.signedBy], [2, fingerprint]);
    assert.equal((await (await open(mine)).policies.health()).state, 'good');
  });

  it('signs nothing while no earlier session kept the key: secrets live only in memory', async () => {
    for (const session of [1, 2, 3]) {
      const store = await open(anAnchorKeeper(aKey(false)));
      await change(store.policies, { add: [anAdd({ pattern: `mkfs ${session}` })] });
      assert.equal((await store.policies.health()).state, 'good');
      assert.equal((await store.policyInForce())?.seq, session);
      await closeAll();
    }
    assert.deepEqual(await signaturesIn(), []);
  });

  it('covers earlier versions that were not signed with the first that is', async () => {
    const before = await open();
    await change(before.policies, { add: [anAdd()] });
    await closeAll();
    const store = await open(anAnchorKeeper(aKey()));
    assert.equal((await store.policyInForce())?.seq, 1);
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await closeAll();
    assert.deepEqual(
      (await signaturesIn()).map(({ seq }) => seq),
      [2],
    );
  });

  it('keeps the newest approved version in force when another program appends one', async () => {
    const mine = anAnchorKeeper(aKey());
    await signed(mine);
    await forge();
    const store = await open(mine);
    const inForce = await store.policyInForce();
    assert.equal(inForce?.seq, 2);
    assert.deepEqual(patternsOf(inForce.rules), ['fdisk', 'mkfs']);
    assert.deepEqual(patternsOf(await store.policies.listRules()), ['fdisk', 'mkfs']);
    const { state, notice } = await store.policies.health();
    assert.equal(state, 'unapproved');
    assert.match(notice ?? '', /after version 2 were not approved.*Version 2 stays in force/);
    await assert.rejects(change(store.policies, { add: [anAdd()] }), isNotApproved);
    assert.equal(mine.anchor?.seq, 2);
  });

  it('gives a signature with a copied, unknown or swapped key no effect', async () => {
    const kept = aKey();
    const mine = anAnchorKeeper(kept);
    await signed(mine);
    const own = openSigningKey(kept.privateKey);
    const forger = openSigningKey(aKey().privateKey);
    assert.ok(own !== undefined && forger !== undefined);
    await forge((database) => {
      addSignature(database, { ...forger, fingerprint: own.fingerprint }, readHead(database));
    });
    const store = await open(mine);
    assert.equal((await store.policyInForce())?.seq, 2);
    assert.equal((await store.policies.health()).state, 'unapproved');
  });

  it('believes no key that was put in the place of its own', async () => {
    const kept = aKey();
    await signed(anAnchorKeeper(kept));
    const forger = openSigningKey(aKey().privateKey);
    assert.ok(forger !== undefined);
    await forge((database) => {
      dropTriggers(database);
      database.run('UPDATE policy_keys SET public_key = ?', [forger.publicKey]);
      const fingerprint = fingerprintOf(kept) ?? '';
      addSignature(database, { ...forger, fingerprint }, readHead(database));
    });
    const store = await open(anAnchorKeeper(kept));
    assert.equal((await store.policies.health()).state, 'unapproved');
    assert.equal(await store.policyInForce(), undefined);
  });

  it('returns to the version in force without approving the forged one', async () => {
    const mine = anAnchorKeeper(aKey());
    await signed(mine);
    await forge();
    const store = await open(mine);
    const [, before, first] = await store.policies.listVersions();
    await assert.rejects(goBack(store.policies, 'restore', first?.version ?? ''), isNotApproved);
    await goBack(store.policies, 'restore', before?.version ?? '');
    assert.equal((await store.policies.health()).state, 'good');
    assert.equal((await store.policyInForce())?.seq, 4);
    assert.deepEqual(patternsOf(await store.policies.listRules()), ['fdisk', 'mkfs']);
  });

  it('finds that the signatures were removed', async () => {
    const mine = anAnchorKeeper(aKey());
    await signed(mine);
    await editRows(folder(), (database) => {
      dropTriggers(database);
      database.run('DELETE FROM policy_signatures');
      database.run('DELETE FROM policy_keys');
    });
    const store = await open(mine);
    const { state, notice } = await store.policies.health();
    assert.equal(state, 'tampered');
    assert.match(notice ?? '', /its signature is missing or not valid/);
    assert.equal(await store.policyInForce(), undefined);
  });

  for (const [what, keeper] of [
    ['a lost key', () => anAnchorKeeper()],
    ['a new key', () => anAnchorKeeper(aKey(false))],
    ['a second client of one remote, with a key of its own', () => anAnchorKeeper(aKey())],
  ] as const) {
    it(`leaves what is published to stay, and refuses changes, with ${what}`, async () => {
      await signed(anAnchorKeeper(aKey()));
      const store = await open(keeper());
      assert.equal(await store.policyInForce(), undefined);
      assert.equal((await store.policies.health()).state, 'unapproved');
      await assert.rejects(change(store.policies, { add: [anAdd()] }), isNotApproved);
      assert.deepEqual(patternsOf(await store.policies.listRules()), ['fdisk', 'mkfs']);
      await propose(store.policies, { add: [anAdd({ pattern: 'dd' })] });
    });
  }

  it('signs with the new key when a person approves the history, and says so in the audit trail', async () => {
    await signed(anAnchorKeeper(aKey()));
    const kept = aKey(false);
    const store = await open(anAnchorKeeper(kept));
    const offer = await store.historyOffer();
    assert.match(offer?.text ?? '', /2 {2}2026.*apply {2}\+1 −0 {2}Ada {2}looked at it\n1 {2}/);
    await assert.rejects(store.approveHistory(approvalOf(offer?.subjectId ?? '', 'x')), (error) =>
      isRulewrightError(error, 'stale-diff'),
    );
    await approveIn(store);
    assert.equal((await store.policyInForce())?.seq, 2);
    assert.equal(await store.historyOffer(), undefined);
    const [entry] = await store.policies.listAudit();
    assert.deepEqual([entry?.action, entry?.author], ['approve', 'Ada']);
    await change(store.policies, { add: [anAdd({ pattern: 'dd' })] });
    await closeAll();
    const own = (await signaturesIn()).filter((one) => one.fingerprint === fingerprintOf(kept));
    assert.deepEqual(
      own.map(({ seq, isValid }) => [seq, isValid]),
      [
        [2, true],
        [3, true],
      ],
    );
  });

  it('cannot approve without a key', async () => {
    await signed(anAnchorKeeper(aKey()));
    const store = await open(anAnchorKeeper());
    await assert.rejects(approveIn(store), isNotApproved);
    assert.equal((await store.policies.health()).state, 'unapproved');
  });

  it('lets both clients of one remote approve what the other did, in turn', async () => {
    const one = anAnchorKeeper(aKey());
    const other = anAnchorKeeper(aKey());
    await signed(one);
    const second = await open(other);
    await approveIn(second);
    await change(second.policies, { add: [anAdd({ pattern: 'dd' })] });
    const first = await open(one);
    assert.equal((await first.policies.health()).state, 'unapproved');
    assert.equal(await first.policyInForce(), undefined, 'it leaves the published policy alone');
    await approveIn(first);
    assert.equal((await first.policyInForce())?.seq, 3);
    assert.equal((await second.policyInForce())?.seq, 3);
  });

  it('takes the storage of another profile for one that was approved elsewhere', async () => {
    await signed(anAnchorKeeper(aKey()));
    const copy = join(folder(), 'profile');
    await cp(join(folder(), 'rulewright.db'), join(copy, 'rulewright.db'));
    const store = await open(anAnchorKeeper(aKey()), copy);
    assert.equal((await store.policies.health()).state, 'unapproved');
    await approveIn(store);
    assert.equal((await store.policies.health()).state, 'good');
  });

  it('is read-only for a window that does not know signatures', async () => {
    await signed(anAnchorKeeper(aKey()));
    const older = await openTestStore(folder(), { migrations: MIGRATIONS.slice(0, 2) });
    opened.push(older);
    assert.equal((await older.policies.health()).state, 'read-only');
    await assert.rejects(change(older.policies, { add: [anAdd()] }), (error) =>
      isRulewrightError(error, 'store-newer'),
    );
    assert.equal(await older.policyInForce(), undefined);
  });

  it('signs changes that go to the log of a large file', async () => {
    const mine = anAnchorKeeper(aKey());
    const options = { anchor: mine, logFromBytes: 1 };
    const store = await openTestStore(folder(), options);
    opened.push(store);
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const other = await openTestStore(folder(), options);
    opened.push(other);
    await change(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    assert.equal((await other.policyInForce())?.seq, 2);
    await closeAll();
    assert.equal((await (await open(mine)).policyInForce())?.seq, 2);
  });
});
