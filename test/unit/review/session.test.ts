import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isRulewrightError, type ErrorCode } from '../../../src/core/errors';
import type { PolicyStore } from '../../../src/core/ports';
import { openReview, type ReviewSession, type SubjectKind } from '../../../src/review/session';
import { anAdd, change, openTestStore, propose } from '../../support/storeUnderTest';
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
    author: 'Ada',
    comment: 'read it',
    typed,
    ...changed,
  });

  it('applies what was shown once APPLY is typed', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const version = await session.apply(typing(session, 'APPLY'));
    assert.equal(version.author, 'Ada');
    assert.deepEqual(
      (await policies.listRules()).map(({ pattern }) => pattern),
      ['rm -rf'],
    );
  });

  for (const typed of ['', 'apply', 'Apply', ' APPLY', 'APPLY ', 'APPLY\n', 'ＡＰＰＬＹ', 'yes']) {
    it(`refuses ${JSON.stringify(typed)} in place of APPLY and writes nothing`, async () => {
      const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
      await assert.rejects(session.apply(typing(session, typed)), (error: unknown) => {
        assert.ok(isRulewrightError(error, 'wrong-token'));
        return error.message === 'Invalid confirmation token. Type APPLY to confirm.';
      });
      assert.deepEqual(await policies.listRules(), []);
      assert.deepEqual(await policies.listVersions(), []);
    });
  }

  it('refuses the hash of another diff', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const other = await propose(policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const decision = typing(session, 'APPLY', { diffHash: other.diffHash });
    await assert.rejects(session.apply(decision), refusedWith('stale-diff'));
    assert.deepEqual(await policies.listRules(), []);
  });

  it('refuses another suggestion than the one on the screen', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const other = await propose(policies, { add: [anAdd({ pattern: 'mkfs' })] });
    const decision = typing(session, 'APPLY', { subjectId: other.id, diffHash: other.diffHash });
    await assert.rejects(session.apply(decision), refusedWith('stale-diff'));
    assert.equal((await policies.listSuggestions('pending')).length, 2);
  });

  it('refuses an empty author', async () => {
    const session = await open('suggestion', (await propose(policies, { add: [anAdd()] })).id);
    const decision = typing(session, 'APPLY', { author: '  ' });
    await assert.rejects(session.apply(decision), refusedWith('invalid-input'));
  });

  it('applies once when APPLY arrives twice', async () => {
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

  it('rolls back a version behind the same word, and brings removed rows back as they were', async () => {
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

  it('keeps a rollback from being rejected: closing it is enough', async () => {
    const { version } = await change(policies, { add: [anAdd()] });
    const session = await open('rollback', version);
    await assert.rejects(session.reject(typing(session, '')), refusedWith('invalid-input'));
  });

  for (const kind of ['suggestion', 'rollback', 'restore'] as const) {
    it(`says that an unknown ${kind} is not there`, async () => {
      await assert.rejects(open(kind, 'nobody'), refusedWith('not-found'));
    });
  }
});
