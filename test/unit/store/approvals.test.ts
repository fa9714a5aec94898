import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import type { KeptKey } from '../../../src/store/anchor';
import type { Database } from '../../../src/store/database';
import { MIGRATIONS } from '../../../src/store/migrate';
import type { OpenStore } from '../../../src/store/openStore';
import { addSignature, isSigned, openSigningKey } from '../../../src/store/signatures';
import { readHead } from '../../../src/store/versionLog';
import { anAnchor, dropTriggers, editRows, forgeVersion, rewrite } from '../../support/corruption';
import { aKey } from '../../support/signingKeys';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

type TestAnchor = ReturnType<typeof anAnchor>;

const fingerprintOf = (kept: KeptKey): string | undefined =>
  openSigningKey(kept.privateKey)?.fingerprint;
const isNotApproved = (error: unknown): boolean => isRulewrightError(error, 'not-approved');

describe('Approvals', () => {
  const folder = useTempFolder();
  let opened: OpenStore[] = [];

  const open = async (anchor?: TestAnchor, at = folder()): Promise<OpenStore> => {
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
  const signed = async (mine: TestAnchor): Promise<void> => {
    const store = await open(mine);
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await change(store.policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await closeAll();
  };
  /** Another program removes every rule, with a valid chain and seal. */
  const forge = (also: (database: Database) => void = () => undefined): Promise<void> =>
    editRows(folder(), (database) => {
      forgeVersion(database);
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
    const mine = anAnchor(kept);
    await signed(mine);
    const fingerprint = fingerprintOf(kept);
    assert.deepEqual(await signaturesIn(), [
      { seq: 1, fingerprint, isValid: true },
      { seq: 2, fingerprint, isValid: true },
    ]);
    assert.deepEqual([mine.anchor?.seq, mine.anchor?.signedBy], [2, fingerprint]);
    assert.equal((await (await open(mine)).policies.health()).state, 'good');
  });

  it('signs nothing until an earlier session has stored the key', async () => {
    for (const session of [1, 2, 3]) {
      const store = await open(anAnchor(aKey(false)));
      await change(store.policies, { add: [anAdd({ pattern: `mkfs ${session}` })] });
      assert.equal((await store.policies.health()).state, 'good');
      assert.equal((await store.policyInForce())?.seq, session);
      await closeAll();
    }
    assert.deepEqual(await signaturesIn(), []);
  });

  it('covers earlier unsigned versions with the first signed one', async () => {
    const before = await open();
    await change(before.policies, { add: [anAdd()] });
    await closeAll();
    const store = await open(anAnchor(aKey()));
    assert.equal((await store.policyInForce())?.seq, 1);
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs' })] });
    await closeAll();
    assert.deepEqual(
      (await signaturesIn()).map(({ seq }) => seq),
      [2],
    );
  });

  it('keeps the newest approved version in force when another program appends one', async () => {
    const mine = anAnchor(aKey());
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

  it('ignores a signature with a copied, unknown or swapped key', async () => {
    const kept = aKey();
    const mine = anAnchor(kept);
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

  it('does not trust a key that replaced its own', async () => {
    const kept = aKey();
    await signed(anAnchor(kept));
    const forger = openSigningKey(aKey().privateKey);
    assert.ok(forger !== undefined);
    await forge((database) => {
      dropTriggers(database);
      database.run('UPDATE policy_keys SET public_key = ?', [forger.publicKey]);
      const fingerprint = fingerprintOf(kept) ?? '';
      addSignature(database, { ...forger, fingerprint }, readHead(database));
    });
    const store = await open(anAnchor(kept));
    assert.equal((await store.policies.health()).state, 'unapproved');
    assert.equal(await store.policyInForce(), undefined);
  });

  it('keeps its own newest version in force if another key signed a later one before the forged one', async () => {
    const mine = anAnchor(aKey());
    await signed(mine);
    const forger = openSigningKey(aKey().privateKey);
    assert.ok(forger !== undefined);
    await forge((database) => {
      addSignature(database, forger, readHead(database));
      forgeVersion(database, { version: 'forged again' });
    });
    const store = await open(mine);
    assert.equal((await store.policyInForce())?.seq, 2);
    assert.match((await store.historyOffer())?.text ?? '', /\n4 {2}[^]*\n3 {2}(?![^]*\n2 {2})/);
  });

  it('does not return to the version in force without a key', async () => {
    await signed(anAnchor(aKey()));
    await forge();
    const store = await open(anAnchor());
    const [, before] = await store.policies.listVersions();
    await assert.rejects(goBack(store.policies, 'restore', before?.version ?? ''), isNotApproved);
  });

  it('shows each version of the offer on one line, whatever its author and comment are', async () => {
    await signed(anAnchor(aKey()));
    await forge((database) => {
      dropTriggers(database);
      database.run('DELETE FROM policy_signatures');
      forgeVersion(database, {
        version: 'forged again',
        author: 'Ada\n2  2026',
        comment: `a\n1  2026${'x'.repeat(1000)}`,
      });
    });
    const store = await open(anAnchor(aKey()));
    const { text = '' } = (await store.historyOffer()) ?? {};
    assert.deepEqual(
      text.split('\n').flatMap((line) => /^\d /.exec(line)?.[0].trim() ?? []),
      ['4', '3', '2', '1'],
    );
    assert.ok(text.split('\n').every((line) => line.length < 600));
  });

  it('is unapproved if only the signatures were removed and there is no anchor', async () => {
    const kept = aKey();
    await signed(anAnchor(kept));
    await editRows(folder(), (database) => {
      dropTriggers(database);
      database.run('DELETE FROM policy_signatures');
    });
    const store = await open(anAnchor(kept));
    assert.equal((await store.policies.health()).state, 'unapproved');
    assert.equal(await store.policyInForce(), undefined);
  });

  for (const what of ['key', 'trusted'] as const) {
    it(`keeps what is published if the secret storage fails to read (${what})`, async () => {
      const kept = aKey();
      await signed(anAnchor(kept));
      const failing = { ...anAnchor(kept), [what]: () => Promise.reject(new Error('locked')) };
      const store = await open(failing);
      assert.equal((await store.policyInForce())?.seq, what === 'key' ? undefined : 2);
      assert.deepEqual(patternsOf(await store.policies.listRules()), ['fdisk', 'mkfs']);
    });
  }

  it('treats a kept key of another kind as no key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    assert.equal(openSigningKey(der), undefined);
    assert.notEqual(openSigningKey(aKey().privateKey), undefined);
  });

  it('restores the version in force without approving the forged one', async () => {
    const mine = anAnchor(aKey());
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

  it('detects that the signatures were removed', async () => {
    const mine = anAnchor(aKey());
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
    ['a lost key', () => anAnchor()],
    ['a new key', () => anAnchor(aKey(false))],
    ['a second client of one remote, with a key of its own', () => anAnchor(aKey())],
  ] as const) {
    it(`keeps the published policy, and rejects changes, with ${what}`, async () => {
      await signed(anAnchor(aKey()));
      const store = await open(keeper());
      assert.equal(await store.policyInForce(), undefined);
      assert.equal((await store.policies.health()).state, 'unapproved');
      await assert.rejects(change(store.policies, { add: [anAdd()] }), isNotApproved);
      assert.deepEqual(patternsOf(await store.policies.listRules()), ['fdisk', 'mkfs']);
      await propose(store.policies, { add: [anAdd({ pattern: 'dd' })] });
    });
  }

  it('signs with the new key when a person approves the history, with an audit entry', async () => {
    await signed(anAnchor(aKey()));
    const kept = aKey(false);
    const store = await open(anAnchor(kept));
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

  it('signs the version that a person recovers, with the key of this machine', async () => {
    await signed(anAnchor(aKey()));
    await rewrite(folder(), () => Buffer.alloc(0));
    const kept = aKey();
    const store = await open(anAnchor(kept));
    const { subjectId = '', diffHash = '' } = (await store.recoveryOffer()) ?? {};
    await store.acceptRecovery(approvalOf(subjectId, diffHash));
    assert.equal((await store.policies.health()).state, 'good');
    assert.equal((await store.policyInForce())?.seq, 2);
    await closeAll();
    const own = (await signaturesIn()).filter((one) => one.fingerprint === fingerprintOf(kept));
    assert.deepEqual(
      own.map(({ seq, isValid }) => [seq, isValid]),
      [[2, true]],
    );
  });

  it('cannot approve without a key', async () => {
    await signed(anAnchor(aKey()));
    const store = await open(anAnchor());
    await assert.rejects(approveIn(store), isNotApproved);
    assert.equal((await store.policies.health()).state, 'unapproved');
  });

  describe('with two clients of one remote that have separate keys', () => {
    const twoClients = async () => {
      const anchors = [anAnchor(aKey()), anAnchor(aKey())] as const;
      await signed(anchors[0]);
      const [first, second] = [await open(anchors[0]), await open(anchors[1])];
      await approveIn(second);
      return { anchors, first, second };
    };
    const add = (store: OpenStore, pattern: string) =>
      change(store.policies, { add: [anAdd({ pattern })] });

    it("requires one approval for each, and then both accept each other's approvals", async () => {
      const { first, second } = await twoClients();
      await add(second, 'dd');
      assert.equal((await first.policies.health()).state, 'unapproved');
      assert.equal(await first.policyInForce(), undefined, 'it leaves the published policy alone');
      await approveIn(first);
      for (const [number, [one, other]] of [
        [first, second] as const,
        [second, first] as const,
        [first, second] as const,
      ].entries()) {
        const { seq } = await add(one, `next ${number}`);
        assert.equal((await other.policies.health()).state, 'good');
        assert.equal((await other.policyInForce())?.seq, seq);
        assert.equal(await other.historyOffer(), undefined);
      }
    });

    it('keeps the trust in other keys when another one is trusted', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      await approveIn(first);
      const third = anAnchor(aKey());
      const other = await open(third);
      await approveIn(other);
      await add(other, 'mount');
      await approveIn(first);
      assert.deepEqual(
        anchors[0].trustedKeys,
        [anchors[1], third].map(({ kept }) => fingerprintOf(kept ?? aKey())),
      );
    });

    it('shows whose key will be trusted before a person types APPLY', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      const key = fingerprintOf(anchors[1].kept ?? aKey());
      assert.match((await first.historyOffer())?.text ?? '', new RegExp(`${key}.*trusts this key`));
      assert.deepEqual(anchors[0].trustedKeys, []);
    });

    it('still detects a version signed by a third key', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      await approveIn(first);
      await closeAll();
      const forger = openSigningKey(aKey().privateKey);
      assert.ok(forger);
      await forge((database) => {
        addSignature(database, forger, readHead(database));
      });
      for (const keeper of anchors) {
        const store = await open(keeper);
        assert.equal((await store.policies.health()).state, 'unapproved');
        assert.equal(await store.policyInForce(), undefined);
      }
    });

    it('keeps the newest version of a trusted key in force when another program appends one', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      await approveIn(first);
      const { seq } = await add(second, 'mount');
      await closeAll();
      await forge();
      const again = await open(anchors[0]);
      assert.equal((await again.policyInForce())?.seq, seq);
      assert.equal((await again.policies.health()).state, 'unapproved');
    });

    it('trusts no key if its own key is lost or was replaced', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      await approveIn(first);
      await add(second, 'mount');
      await closeAll();
      for (const kept of [undefined, aKey()]) {
        const store = await open(anAnchor(kept));
        assert.equal((await store.policies.health()).state, 'unapproved');
        await assert.rejects(add(store, 'x'), isNotApproved);
      }
      anchors[0].kept = undefined;
      assert.equal((await (await open(anchors[0])).policies.health()).state, 'unapproved');
    });

    it('requires approval again after the trust was removed', async () => {
      const { anchors, first, second } = await twoClients();
      await add(second, 'dd');
      await approveIn(first);
      await add(second, 'mount');
      assert.equal((await first.policies.health()).state, 'good');
      await first.removeTrustedKeys();
      assert.deepEqual(anchors[0].trustedKeys, []);
      assert.equal((await first.policies.health()).state, 'unapproved');
      assert.equal(await first.policyInForce(), undefined);
    });
  });

  it('treats the storage of another profile as approved elsewhere', async () => {
    await signed(anAnchor(aKey()));
    const copy = join(folder(), 'profile');
    await cp(join(folder(), 'rulewright.db'), join(copy, 'rulewright.db'));
    const store = await open(anAnchor(aKey()), copy);
    assert.equal((await store.policies.health()).state, 'unapproved');
    await approveIn(store);
    assert.equal((await store.policies.health()).state, 'good');
  });

  it('is read-only for a window of a version without signatures', async () => {
    await signed(anAnchor(aKey()));
    const older = await openTestStore(folder(), { migrations: MIGRATIONS.slice(0, 2) });
    opened.push(older);
    assert.equal((await older.policies.health()).state, 'read-only');
    await assert.rejects(change(older.policies, { add: [anAdd()] }), (error) =>
      isRulewrightError(error, 'store-newer'),
    );
    assert.equal(await older.policyInForce(), undefined);
  });

  it('signs changes that go to the log of a large file', async () => {
    const mine = anAnchor(aKey());
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
