import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isRulewrightError, type ErrorCode } from '../../../src/core/errors';
import type { PolicyStore } from '../../../src/core/ports';
import { reviewMessage } from '../../../src/providers/reviewMessage';
import {
  ALL_PENDING,
  openReview,
  type ReviewSession,
  type SubjectKind,
} from '../../../src/review/session';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const refusedWith = (code: ErrorCode) => (error: unknown) => isRulewrightError(error, code);

describe('ReviewSession', () => {
  const folder = useTempFolder();
  let policies: PolicyStore;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const store = await openTestStore(folder());
    ({ policies } = store);
    close = () => store.close();
  });
  afterEach(() => close());

  const open = (kind: SubjectKind, id: string): Promise<ReviewSession> =>
    openReview({ policies, ids: { next: randomUUID } }, kind, id);

  const typing = ({ shown }: ReviewSession, typed: string, changed: object = {}) => ({
    subjectId: shown.subjectId,
    diffHash: shown.diffHash,
    policyVersion: shown.policyVersion,
    author: 'Ada',
    comment: 'read it',
    typed,
    ...changed,
  });

  it('applies the shown change after APPLY was typed', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const version = await session.apply(typing(session, 'APPLY'));
    assert.equal(version.author, 'Ada');
    assert.deepEqual(
      (await policies.listRules()).map(({ pattern }) => pattern),
      ['rm -rf'],
    );
  });

  for (const typed of ['', 'apply', 'Apply', ' APPLY', 'APPLY ', 'APPLY\n', 'ＡＰＰＬＹ', 'yes']) {
    it(`rejects ${JSON.stringify(typed)} instead of APPLY and writes nothing`, async () => {
      const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
      await assert.rejects(session.apply(typing(session, typed)), (error: unknown) => {
        assert.ok(isRulewrightError(error, 'wrong-token'));
        return error.message === 'Invalid confirmation token. Type APPLY to confirm.';
      });
      assert.deepEqual(await policies.listRules(), []);
      assert.deepEqual(await policies.listVersions(), []);
    });
  }

  it('applies the accepted part, and keeps the rest pending', async () => {
    const add = ['mkfs', 'shred', 'fdisk'].map((pattern) => anAdd({ pattern }));
    const meta = { evidence: [1, 2, 3], newly_blocked: 4, note: 'kept' };
    const { id } = await propose(policies, { add, meta });
    const session = await open('suggestion', id);
    const part = {
      add: [
        { at: 0, mode: 'shadow' as const },
        { at: 2, mode: 'enforce' as const },
      ],
      remove: [],
    };
    const version = await session.apply(typing(session, 'APPLY', { part }));
    // The same request again, after its response was lost.
    assert.deepEqual(await session.apply(typing(session, 'APPLY', { part })), version);
    const inForce = (await policies.listRules()).map(({ pattern, mode }) => [pattern, mode]);
    assert.deepEqual(
      new Map(inForce as [string, string][]),
      new Map([
        ['mkfs', 'shadow'],
        ['fdisk', 'enforce'],
      ]),
    );
    const [rest, ...others] = await policies.listSuggestions('pending');
    assert.deepEqual(others, []);
    assert.deepEqual(
      rest?.diff.add.map(({ pattern }) => pattern),
      ['shred'],
    );
    assert.deepEqual(rest.diff.meta, { evidence: [2], note: 'kept' });
    assert.deepEqual(version.diff.meta, { evidence: [1, 3], note: 'kept' });
    const [, left] = await policies.listAudit();
    assert.deepEqual([left?.action, left?.subject], ['propose', rest.id]);
    assert.match(left?.comment ?? '', new RegExp(`^Left out of the suggestion ${id} by Ada`));
  });

  it('rolls back a change, together with omitted parts', async () => {
    const add = ['mkfs', 'shred'].map((pattern) => anAdd({ pattern }));
    const session = await open('suggestion', (await propose(policies, { add })).id);
    const part = { add: [{ at: 1, mode: 'enforce' as const }], remove: [] };
    const version = await session.apply(typing(session, 'APPLY', { part }));
    const back = await open('rollback', version.version);
    await back.apply(typing(back, 'APPLY'));
    assert.deepEqual(await policies.listRules(), []);
    const pending = await policies.listSuggestions('pending');
    assert.deepEqual(pending.flatMap(({ diff }) => diff.add.map(({ pattern }) => pattern)).sort(), [
      'mkfs',
      'shred',
    ]);
  });

  it('lists what a rollback takes out and puts back by category, effect and title', async () => {
    const add = [
      anAdd({ pattern: 'a', title: 'Z' }),
      anAdd({ pattern: 'b', effect: 'ask' }),
      anAdd({ pattern: 'c', title: 'A' }),
      anAdd({ pattern: 'd' }),
    ];
    const meta = { rule_categories: ['Backups', 'Work in Git', 'Backups', 'Work in Git'] };
    const added = await open('suggestion', (await propose(policies, { add, meta })).id);
    const version = await added.apply(typing(added, 'APPLY'));
    const back = (await open('rollback', version.version)).shown;
    const listed = back.removedRules.map(({ pattern }) => pattern).join('');
    assert.equal(listed, 'dbca');
    assert.equal(back.current.map(({ pattern }) => pattern).join(''), listed);
    const remove = (await policies.listRules()).map(({ id }) => id);
    const removal = await open('suggestion', (await propose(policies, { remove })).id);
    assert.deepEqual(removal.shown.removedRules, back.removedRules);
    const removed = await removal.apply(typing(removal, 'APPLY'));
    const again = await open('rollback', removed.version);
    assert.deepEqual(again.shown.addedRules, back.removedRules);
    const { add: rules } = reviewMessage(again.shown, {
      hits: new Map(),
      author: '',
      morePending: 0,
    });
    assert.deepEqual(
      rules.map(({ category }) => category),
      ['Work in Git', 'Work in Git', 'Backups', 'Backups'],
    );
    await again.apply(typing(again, 'APPLY'));
    assert.equal((await policies.listRules()).length, 4);
  });

  it('applies an edited rule, records its original in the audit trail, and keeps the rest pending', async () => {
    const add = [
      anAdd({ pattern: 'mkfs', score: 0.9, match: ['mkfs /dev/sda'], title: 'Formats a disk' }),
      anAdd({ pattern: 'shred' }),
      anAdd({ pattern: 'fdisk' }),
    ];
    const { id } = await propose(policies, { add, meta: { evidence: [1, 2, 3], note: 'kept' } });
    const session = await open('suggestion', id);
    const part = {
      add: [
        {
          ...{ at: 0, mode: 'shadow' as const, pattern: '^mkfs\\b', effect: 'ask' as const },
          title: 'Makes a file system',
        },
        { at: 2, mode: 'enforce' as const, pattern: 'fdisk' },
      ],
      remove: [],
    };
    const version = await session.apply(typing(session, 'APPLY', { part }));
    assert.deepEqual(version.diff, {
      add: [
        {
          title: 'Makes a file system',
          pattern: '^mkfs\\b',
          effect: 'ask',
          mode: 'shadow',
        },
        anAdd({ pattern: 'fdisk' }),
      ],
      remove: [],
      meta: { evidence: [null, 3], note: 'kept', edited_from: ['deny mkfs'] },
    });
    const pending = await policies.listSuggestions('pending');
    assert.deepEqual(
      pending.map(({ diff }) => diff.add.map(({ pattern }) => pattern)),
      [['shred']],
    );
    const back = await open('rollback', version.version);
    await back.apply(typing(back, 'APPLY'));
    assert.deepEqual(await policies.listRules(), []);
  });

  for (const [what, pattern] of Object.entries({
    'that is not linear': '(a+)+$',
    'that is too long': 'x'.repeat(5000),
    'with a backreference': '(a)\\1',
    'that another rule of the change has': 'shred',
  })) {
    it(`rejects an edited pattern ${what}, and changes nothing`, async () => {
      const add = ['mkfs', 'shred'].map((own) => anAdd({ pattern: own }));
      const session = await open('suggestion', (await propose(policies, { add })).id);
      const part = {
        add: [
          { at: 0, mode: 'enforce' },
          { at: 1, mode: 'enforce' },
        ],
        remove: [],
      };
      const edited = { ...part, add: part.add.map((one) => ({ ...one, pattern })) };
      await assert.rejects(
        session.apply(typing(session, 'APPLY', { part: edited })),
        refusedWith('invalid-diff'),
      );
      assert.equal((await policies.listSuggestions('pending')).length, 1);
      assert.deepEqual(await policies.listVersions(), []);
    });
  }

  for (const [what, part] of Object.entries({
    'a place that the suggestion does not have': { add: [{ at: 1, mode: 'enforce' }], remove: [] },
    'a place twice': {
      add: [
        { at: 0, mode: 'enforce' },
        { at: 0, mode: 'shadow' },
      ],
      remove: [],
    },
    'a removal that it does not have': { add: [], remove: ['other'] },
    nothing: { add: [], remove: [] },
  })) {
    it(`rejects accepting ${what}, and changes nothing`, async () => {
      const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
      await assert.rejects(
        session.apply(typing(session, 'APPLY', { part })),
        refusedWith('invalid-input'),
      );
      assert.equal((await policies.listSuggestions('pending')).length, 1);
      assert.deepEqual(await policies.listVersions(), []);
    });
  }

  it('rejects the approval of another part', async () => {
    const add = ['mkfs', 'shred'].map((pattern) => anAdd({ pattern }));
    const { id, diffHash } = await propose(policies, { add });
    const part = { add: [{ at: 0, mode: 'enforce' as const }], remove: [] };
    await assert.rejects(
      policies.apply(approvalOf(id, diffHash), randomUUID(), part),
      refusedWith('stale-diff'),
    );
    assert.deepEqual(await policies.listVersions(), []);
  });

  it('rejects the hash of another diff', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const other = await propose(policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const decision = typing(session, 'APPLY', { diffHash: other.diffHash });
    await assert.rejects(session.apply(decision), refusedWith('stale-diff'));
    assert.deepEqual(await policies.listRules(), []);
  });

  it('rejects another suggestion than the one shown', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const other = await propose(policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const decision = typing(session, 'APPLY', { subjectId: other.id, diffHash: other.diffHash });
    await assert.rejects(session.apply(decision), refusedWith('stale-diff'));
    assert.equal((await policies.listSuggestions('pending')).length, 2);
  });

  describe('once the policy changed, although the change itself is the same', () => {
    const meanwhile = {
      'Ada applied version 2.': () => change(policies, { add: [anAdd({ pattern: 'dd' })] }),
      'a rollback by Ada created version 2.': (version: string) =>
        goBack(policies, 'rollback', version),
      'Ada returned to an earlier version, as version 2.': (version: string) =>
        goBack(policies, 'restore', version),
    };
    for (const [what, act] of Object.entries(meanwhile)) {
      it(`is rejected, and nothing is written: ${what}`, async () => {
        const { version } = await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
        const { id } = await propose(policies, { add: [anAdd(), anAdd({ pattern: 'shred' })] });
        const sessions = [await open('suggestion', id), await open('joint', ALL_PENDING)];
        for (const session of sessions) await session.checkCurrent();
        await act(version);
        const before = [await policies.listRules(), await policies.listAudit()];
        const refusal = (error: unknown): boolean => {
          assert.ok(isRulewrightError(error, 'stale-diff'));
          assert.equal(error.message, `The policy changed during the review: ${what}`);
          assert.match(error.hint ?? '', /^Review it again before you decide/);
          return true;
        };
        for (const session of sessions) {
          const part = { add: [{ at: 0, mode: 'enforce' as const }], remove: [] };
          await assert.rejects(session.checkCurrent(), refusal);
          await assert.rejects(session.apply(typing(session, 'APPLY')), refusal);
          await assert.rejects(session.apply(typing(session, 'APPLY', { part })), refusal);
        }
        assert.deepEqual([await policies.listRules(), await policies.listAudit()], before);
        const again = await open('suggestion', id);
        await again.apply(typing(again, 'APPLY'));
      });
    }

    it('is rejected for a rollback whose rules are the same again', async () => {
      const { version } = await change(policies, { add: [anAdd()] });
      const session = await open('rollback', version);
      const other = await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
      await goBack(policies, 'rollback', other.version);
      assert.equal((await open('rollback', version)).shown.diffHash, session.shown.diffHash);
      await assert.rejects(session.apply(typing(session, 'APPLY')), refusedWith('stale-diff'));
      assert.equal((await policies.listVersions()).length, 3);
    });

    it('is rejected from a page that still shows the previous policy', async () => {
      const { version } = await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
      const { id } = await propose(policies, { add: [anAdd()] });
      await goBack(policies, 'rollback', version);
      const session = await open('suggestion', id);
      for (const policyVersion of [version, '', 'nobody']) {
        const decision = typing(session, 'APPLY', { policyVersion });
        await assert.rejects(session.apply(decision), refusedWith('stale-diff'));
      }
      assert.deepEqual(await policies.listRules(), []);
    });

    it('is rejected if that happened while the review was read', async () => {
      const { id } = await propose(policies, { add: [anAdd()] });
      const changing: PolicyStore = {
        ...policies,
        listRules: async () => {
          const rules = await policies.listRules();
          await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
          return rules;
        },
      };
      const ports = { policies: changing, ids: { next: randomUUID } };
      const session = await openReview(ports, 'suggestion', id);
      assert.deepEqual(session.shown.current, []);
      await assert.rejects(session.apply(typing(session, 'APPLY')), refusedWith('stale-diff'));
    });

    it('answers a repeated APPLY with the version that it created', async () => {
      const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
      const first = await session.apply(typing(session, 'APPLY'));
      await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
      assert.deepEqual(await session.apply(typing(session, 'APPLY')), first);
    });
  });

  it('rejects an empty author', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const decision = typing(session, 'APPLY', { author: '  ' });
    await assert.rejects(session.apply(decision), refusedWith('invalid-input'));
  });

  it('applies once if APPLY arrives twice', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const first = await session.apply(typing(session, 'APPLY'));
    const second = await session.apply(typing(session, 'APPLY'));
    assert.equal(second.version, first.version);
    assert.equal((await policies.listVersions()).length, 1);
  });

  it('cannot apply what another review rejected', async () => {
    const { id } = await propose(policies, { add: [anAdd()] });
    const [mine, theirs] = [await open('suggestion', id), await open('suggestion', id)];
    await theirs.reject(typing(theirs, ''));
    await assert.rejects(mine.apply(typing(mine, 'APPLY')), refusedWith('not-pending'));
    assert.deepEqual(await policies.listRules(), []);
  });

  it('shows the full rows that a suggestion would remove', async () => {
    await change(policies, { add: [anAdd(), anAdd({ pattern: 'mkfs' })] });
    const [rule] = await policies.listRules();
    assert.ok(rule);
    const suggestion = await propose(policies, { remove: [rule.id] });
    const { shown } = await open('suggestion', suggestion.id);
    assert.deepEqual(shown.removedRules, [rule]);
    assert.equal(shown.current.length, 2);
  });

  it('rolls back a version after the same word, and restores removed rows exactly', async () => {
    await change(policies, { add: [anAdd()] });
    const before = await policies.listRules();
    const removal = await change(policies, { remove: before.map(({ id }) => id) });
    const session = await open('rollback', removal.version);
    assert.deepEqual(session.shown.addedRules, before);
    await assert.rejects(session.apply(typing(session, 'apply')), refusedWith('wrong-token'));
    assert.deepEqual(await policies.listRules(), []);
    await session.apply(typing(session, 'APPLY'));
    assert.deepEqual(await policies.listRules(), before);
  });

  it('cannot reject a rollback, which can only be closed', async () => {
    const { version } = await change(policies, { add: [anAdd()] });
    const session = await open('rollback', version);
    await assert.rejects(session.reject(typing(session, '')), refusedWith('invalid-input'));
  });

  for (const kind of ['suggestion', 'rollback', 'restore'] as const) {
    it(`reports an unknown ${kind}`, async () => {
      await assert.rejects(open(kind, 'nobody'), refusedWith('not-found'));
    });
  }
});
