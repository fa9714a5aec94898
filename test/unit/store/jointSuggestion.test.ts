import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DiffPart } from '../../../src/core/diffPart';
import { isRulewrightError, type ErrorCode } from '../../../src/core/errors';
import type { PolicyStore } from '../../../src/core/ports';
import type { Rule } from '../../../src/core/rule';
import type { OpenStore } from '../../../src/store/openStore';
import { ALL_PENDING, openReview, type ReviewSession } from '../../../src/review/session';
import { anAdd, change, goBack, openTestStore, propose } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const failsWith = (code: ErrorCode) => (error: unknown) => isRulewrightError(error, code);

describe('suggestions reviewed together', () => {
  const folder = useTempFolder();
  let opened: OpenStore[] = [];
  const open = async (): Promise<PolicyStore> => {
    const store = await openTestStore(folder());
    opened.push(store);
    return store.policies;
  };
  let policies: PolicyStore;
  beforeEach(async () => {
    policies = await open();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
  });

  const joint = (store = policies): Promise<ReviewSession> =>
    openReview({ policies: store, ids: { next: randomUUID } }, 'joint', ALL_PENDING);
  const typing = ({ shown }: ReviewSession, part?: DiffPart) => ({
    ...{ subjectId: shown.subjectId, diffHash: shown.diffHash },
    policyVersion: shown.policyVersion,
    ...{ author: 'Ada', comment: 'read them', typed: 'APPLY', ...(part && { part }) },
  });
  const take = (...places: readonly number[]) => ({
    add: places.map((at) => ({ at, mode: 'enforce' as const })),
    remove: [],
  });
  const patterns = (rules: readonly Pick<Rule, 'pattern'>[]) =>
    rules.map(({ pattern }) => pattern).sort();
  /** The patterns of each pending suggestion, by its id. */
  const pending = async (store = policies) =>
    new Map(
      (await store.listSuggestions('pending')).map(({ id, diff }) => [id, patterns(diff.add)]),
    );
  const add = (...names: readonly string[]) =>
    propose(policies, { add: names.map((pattern) => anAdd({ pattern })) });

  it('are applied as one suggestion, with an audit entry that names them', async () => {
    const [old] = (await change(policies, { add: [anAdd({ pattern: 'old' })] })).addedRules;
    const one = await add('mkfs', 'shred');
    const two = await propose(policies, {
      add: [anAdd({ pattern: 'dd' })],
      remove: [old?.id ?? ''],
    });
    const session = await joint();
    const version = await session.apply(typing(session));
    assert.deepEqual(patterns(await policies.listRules()), ['dd', 'mkfs', 'shred']);
    assert.deepEqual(await pending(), new Map());
    assert.deepEqual(version.diff, session.shown.diff);
    const [made, ...originals] = await policies.listSuggestions('applied');
    assert.equal(made?.diffHash, session.shown.diffHash);
    assert.deepEqual(
      originals.slice(0, 2).map(({ id, reviewedBy, comment }) => [id, reviewedBy, comment]),
      [
        [two.id, 'Ada', 'read them'],
        [one.id, 'Ada', 'read them'],
      ],
    );
    const [applied, proposed] = await policies.listAudit();
    assert.deepEqual(
      [applied?.action, applied?.subject, applied?.author],
      ['apply', made.id, 'Ada'],
    );
    assert.deepEqual([proposed?.action, proposed?.subject], ['propose', made.id]);
    for (const { id } of [one, two]) assert.ok(proposed?.comment.includes(id), proposed?.comment);
  });

  it('keep omitted changes in each, with their rule ids', async () => {
    const meta = { evidence: [1, 2], newly_blocked: 3, note: 'kept' };
    const one = await propose(policies, {
      add: [anAdd({ pattern: 'mkfs' }), anAdd({ pattern: 'dd' })],
      meta,
    });
    const two = await add('shred');
    const three = await add('fdisk');
    const session = await joint();
    const places = ['mkfs', 'shred'].map((name) =>
      session.shown.diff.add.findIndex(({ pattern }) => pattern === name),
    );
    const version = await session.apply(typing(session, take(...places)));
    assert.deepEqual(patterns(await policies.listRules()), ['mkfs', 'shred']);
    assert.deepEqual(
      await pending(),
      new Map([
        [three.id, ['fdisk']],
        [one.id, ['dd']],
      ]),
    );
    const [rest] = (await policies.listSuggestions('pending')).filter(({ id }) => id === one.id);
    assert.deepEqual(rest?.diff.meta, { evidence: [2], note: 'kept' });
    const audit = await policies.listAudit();
    const left = audit.find(({ action, subject }) => action === 'propose' && subject === one.id);
    const [applied] = audit;
    assert.equal(left?.comment, `Left out of the suggestion ${applied?.subject ?? ''} by Ada.`);
    assert.equal(audit.filter(({ subject }) => subject === three.id).length, 1);
    const decided = (await policies.listSuggestions('applied')).map(({ id }) => id);
    assert.deepEqual(decided, [applied?.subject, two.id]);
    // Each recorded that the other's rule is gone, so the chain of the file is valid.
    assert.equal((await policies.health()).state, 'good');
    assert.equal(version.addedRules.length, 2);
  });

  it('are rolled back exactly: the joint suggestion is pending again, and the omitted changes', async () => {
    await change(policies, { add: [anAdd({ pattern: 'old' })] });
    const before = await policies.listRules();
    const [{ stateHash } = { stateHash: '' }] = await policies.listVersions();
    const one = await add('mkfs', 'dd');
    await add('shred');
    const session = await joint();
    const place = session.shown.diff.add.findIndex(({ pattern }) => pattern === 'dd');
    const places = [...session.shown.diff.add.keys()].filter((at) => at !== place);
    const version = await session.apply(typing(session, take(...places)));
    const [made] = await policies.listSuggestions('applied');
    const back = await goBack(policies, 'rollback', version.version);
    assert.equal(back.stateHash, stateHash);
    assert.deepEqual(await policies.listRules(), before);
    const reopened = new Map([
      [made?.id ?? '', ['mkfs', 'shred']],
      [one.id, ['dd']],
    ]);
    assert.deepEqual(await pending(), reopened);
    assert.deepEqual((await policies.listSuggestions('pending'))[0]?.diffHash, made?.diffHash);
    const again = await goBack(policies, 'restore', version.version);
    assert.equal(again.stateHash, version.stateHash);
    assert.deepEqual(await pending(), new Map([[one.id, ['dd']]]));
    await goBack(policies, 'rollback', version.version);
    assert.deepEqual(await pending(), reopened);
  });

  it('can be joined again once they are pending again as one', async () => {
    await add('mkfs');
    await add('shred');
    const first = await joint();
    const version = await first.apply(typing(first));
    await goBack(policies, 'rollback', version.version);
    await add('dd');
    const second = await joint();
    const next = await second.apply(typing(second));
    await goBack(policies, 'rollback', next.version);
    const [one, ...others] = await pending();
    assert.deepEqual([one?.[1], others], [['dd', 'mkfs', 'shred'], []]);
  });

  it('are applied once for repeated requests', async () => {
    await add('mkfs');
    await add('shred');
    const session = await joint();
    const part = take(0);
    const version = await session.apply(typing(session, part));
    assert.deepEqual(await session.apply(typing(session, part)), version);
    assert.equal((await policies.listVersions()).length, 1);
    assert.equal((await policies.listSuggestions()).length, 3);
  });

  for (const [what, meanwhile] of Object.entries({
    'one of them': async (other: PolicyStore, [one]: readonly string[]) => {
      const theirs = await openReview(
        { policies: other, ids: { next: randomUUID } },
        'suggestion',
        one ?? '',
      );
      await theirs.apply(typing(theirs));
    },
    'a part of one': async (other: PolicyStore, [, two]: readonly string[]) => {
      const theirs = await openReview(
        { policies: other, ids: { next: randomUUID } },
        'suggestion',
        two ?? '',
      );
      await theirs.apply(typing(theirs, take(0)));
    },
    'a part of one with the others': async (other: PolicyStore) => {
      const theirs = await joint(other);
      const at = theirs.shown.diff.add.findIndex(({ pattern }) => pattern === 'dd');
      await theirs.apply(typing(theirs, take(at)));
    },
    'none of them and rejected one': async (other: PolicyStore, [one]: readonly string[]) => {
      await other.reject({ suggestionId: one ?? '', author: 'Bo', comment: '' });
    },
    'all of them together': async (other: PolicyStore) => {
      const theirs = await joint(other);
      await theirs.apply(typing(theirs));
    },
  })) {
    it(`are rejected, and nothing is written, once another window applied ${what}`, async () => {
      const ids = [(await add('mkfs')).id, (await add('shred', 'dd')).id];
      const session = await joint();
      await session.checkCurrent();
      await meanwhile(await open(), ids);
      const code = what.startsWith('all') ? 'not-found' : 'stale-diff';
      await assert.rejects(session.checkCurrent(), failsWith(code));
      const state = async () => [
        ...[await policies.listRules(), await policies.listVersions()],
        ...[await policies.listSuggestions(), await policies.listAudit()],
      ];
      const before = await state();
      await assert.rejects(session.apply(typing(session)), failsWith('stale-diff'));
      await assert.rejects(session.apply(typing(session, take(0))), failsWith('stale-diff'));
      await assert.rejects(session.reject(typing(session)), failsWith('stale-diff'));
      assert.deepEqual(await state(), before);
    });
  }

  it('are rejected once a rule that they remove is gone, and shown without it', async () => {
    const { addedRules } = await change(policies, { add: [anAdd({ pattern: 'old' })] });
    const remove = addedRules.map(({ id }) => id);
    const one = await propose(policies, { remove });
    await add('mkfs');
    const session = await joint();
    await change(policies, { remove });
    await assert.rejects(session.apply(typing(session)), failsWith('stale-diff'));
    const now = await joint();
    assert.deepEqual(now.shown.joint?.leftOut, [{ why: 'gone', from: 1, ruleId: remove[0] }]);
    await now.apply(typing(now));
    assert.deepEqual([...(await pending()).keys()], [one.id]);
  });

  it('are not affected by one that is proposed in the meantime', async () => {
    await add('mkfs');
    await add('shred');
    const session = await joint();
    const later = await add('dd');
    await session.checkCurrent();
    await session.apply(typing(session));
    assert.deepEqual([...(await pending()).keys()], [later.id]);
  });

  it('are rejected without the word, for another diff, and with nothing accepted', async () => {
    await add('mkfs');
    const session = await joint();
    const sent = typing(session);
    await assert.rejects(session.apply({ ...sent, typed: 'apply' }), failsWith('wrong-token'));
    await assert.rejects(
      session.apply({ ...sent, diffHash: '0'.repeat(64) }),
      failsWith('stale-diff'),
    );
    await assert.rejects(session.apply({ ...sent, subjectId: 'other' }), failsWith('stale-diff'));
    await assert.rejects(session.apply(typing(session, take())), failsWith('invalid-input'));
    await assert.rejects(session.apply(typing(session, take(1))), failsWith('invalid-input'));
    assert.deepEqual(await policies.listVersions(), []);
    assert.equal((await policies.listSuggestions()).length, 1);
  });

  it('are rejected if all their changes are omitted', async () => {
    const { addedRules } = await change(policies, { add: [anAdd({ pattern: 'old' })] });
    const remove = addedRules.map(({ id }) => id);
    await propose(policies, { remove });
    await change(policies, { remove });
    const session = await joint();
    await assert.rejects(session.apply(typing(session)), failsWith('invalid-input'));
    assert.equal((await policies.listVersions()).length, 2);
  });

  it('validate an edited rule, and remove it from its suggestion', async () => {
    await add('mkfs');
    const session = await joint();
    const edited = (pattern: string) => ({
      ...{ remove: [], add: [{ at: 0, mode: 'shadow' as const, pattern, effect: 'ask' as const }] },
    });
    await assert.rejects(
      session.apply(typing(session, edited('(a+)+'))),
      failsWith('invalid-diff'),
    );
    await session.apply(typing(session, edited('^mkfs')));
    const [rule] = await policies.listRules();
    assert.deepEqual([rule?.pattern, rule?.effect, rule?.mode], ['^mkfs', 'ask', 'shadow']);
    assert.deepEqual(await pending(), new Map());
  });

  it('are rejected together, and pending again together', async () => {
    const ids = [(await add('mkfs')).id, (await add('shred')).id];
    const session = await joint();
    await session.reject(typing(session));
    assert.deepEqual(await pending(), new Map());
    const rejected = (await policies.listAudit()).filter(({ action }) => action === 'reject');
    assert.deepEqual(rejected.map(({ subject }) => subject).sort(), ids.toSorted());
    await policies.reopenAll({ suggestionIds: ids, author: 'Bo' });
    assert.deepEqual([...(await pending()).keys()].sort(), ids.toSorted());
    await policies.reject({ suggestionId: ids[0] ?? '', author: 'Ada', comment: '' });
    await assert.rejects(
      policies.reopenAll({ suggestionIds: ids, author: 'Bo' }),
      failsWith('not-rejected'),
    );
    assert.equal((await pending()).size, 1);
  });

  it('cannot be reviewed if none is pending', async () => {
    await assert.rejects(joint(), failsWith('not-found'));
  });
});
