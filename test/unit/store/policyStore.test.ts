import assert from 'node:assert/strict';
import { isRulewrightError } from '../../../src/core/errors';
import type { ErrorCode } from '../../../src/core/errors';
import type { OpenStore } from '../../../src/store/openStore';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

describe('PolicyStore', () => {
  const folder = useTempFolder();
  let store: OpenStore;
  beforeEach(async () => {
    store = await openTestStore(folder());
  });
  afterEach(() => store.close());

  it('starts with no rules, suggestions, versions or audit lines', async () => {
    const { policies } = store;
    assert.deepEqual(
      [
        await policies.listRules(),
        await policies.listSuggestions(),
        await policies.listVersions(),
        await policies.listAudit(),
      ],
      [[], [], [], []],
    );
  });

  it('stores a proposed diff as pending and changes no rule', async () => {
    const suggestion = await propose(store.policies, { add: [anAdd()] });
    assert.equal(suggestion.status, 'pending');
    assert.deepEqual(await store.policies.listSuggestions('pending'), [suggestion]);
    assert.deepEqual(await store.policies.listRules(), []);
  });

  it('puts an approved suggestion in force with its author, time and confidence', async () => {
    const version = await change(store.policies, {
      add: [anAdd({ pattern: 'mkfs', score: 0.75 })],
    });
    assert.deepEqual(await store.policies.listRules(), [
      {
        id: version.addIds[0],
        pattern: 'mkfs',
        effect: 'deny',
        addedBy: 'Ada',
        confidence: 0.75,
        ts: '2026-01-01T00:00:00.000Z',
        mode: 'enforce',
        reason: 'it deletes',
      },
    ]);
    const [suggestion] = await store.policies.listSuggestions();
    assert.equal(suggestion?.status, 'applied');
    assert.equal(suggestion.reviewedBy, 'Ada');
  });

  it('restores removed rules exactly by a rollback', async () => {
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs', score: 0.123456789 })] });
    const before = await store.policies.listRules();
    const removal = await change(store.policies, {
      add: [anAdd({ pattern: 'fdisk' })],
      remove: before.map((rule) => rule.id),
    });
    await goBack(store.policies, 'rollback', removal.version);
    assert.deepEqual(await store.policies.listRules(), before);
  });

  it('records a rollback as a new version that targets the old one and can itself be rolled back', async () => {
    const version = await change(store.policies, { add: [anAdd()] });
    const after = await store.policies.listRules();
    const back = await goBack(store.policies, 'rollback', version.version);
    assert.deepEqual([back.kind, back.target, back.seq], ['rollback', version.version, 2]);
    await goBack(store.policies, 'rollback', back.version);
    assert.deepEqual(await store.policies.listRules(), after);
  });

  it('restores the state right after a version from any later one', async () => {
    const first = await change(store.policies, { add: [anAdd({ pattern: 'a1' })] });
    const wanted = await store.policies.listRules();
    await change(store.policies, { add: [anAdd({ pattern: 'b2' })], remove: first.addIds });
    await change(store.policies, { add: [anAdd({ pattern: 'c3' })] });
    const restored = await goBack(store.policies, 'restore', first.version);
    assert.deepEqual(await store.policies.listRules(), wanted);
    assert.equal(restored.stateHash, first.stateHash);
  });

  it('makes a suggestion pending again when its version is rolled back', async () => {
    const version = await change(store.policies, { add: [anAdd()] });
    await goBack(store.policies, 'rollback', version.version);
    const [waiting] = await store.policies.listSuggestions();
    assert.equal(waiting?.status, 'pending');
    assert.equal(waiting.reviewedBy, undefined);
    await goBack(store.policies, 'restore', version.version);
    const [again] = await store.policies.listSuggestions();
    assert.deepEqual([again?.status, again?.reviewedBy], ['applied', 'Ada']);
  });

  it('previews a rollback as the inverse diff', async () => {
    const first = await change(store.policies, { add: [anAdd({ pattern: 'a1' })] });
    const second = await change(store.policies, {
      add: [anAdd({ pattern: 'b2' })],
      remove: first.addIds,
    });
    const preview = await store.policies.previewReturn('rollback', second.version);
    assert.deepEqual(preview.diff.remove, second.addIds);
    assert.deepEqual(
      preview.diff.add.map((rule) => rule.pattern),
      ['a1'],
    );
  });

  it('applies a suggestion once for repeated requests', async () => {
    const suggestion = await propose(store.policies, { add: [anAdd()] });
    const approval = approvalOf(suggestion.id, suggestion.diffHash);
    const first = await store.policies.apply(approval, 'request 1');
    assert.deepEqual(await store.policies.apply(approval, 'request 1'), first);
    assert.equal((await store.policies.listVersions()).length, 1);
  });

  it('rolls back once for repeated requests', async () => {
    const version = await change(store.policies, { add: [anAdd()] });
    const preview = await store.policies.previewReturn('rollback', version.version);
    const approval = approvalOf(version.version, preview.diffHash, version.version);
    const first = await store.policies.returnTo('rollback', approval, 'request 1');
    assert.deepEqual(await store.policies.returnTo('rollback', approval, 'request 1'), first);
    assert.equal((await store.policies.listVersions()).length, 2);
  });

  it('orders versions, suggestions and audit lines of the same millisecond newest first', async () => {
    for (const pattern of ['a1', 'b2', 'c3'])
      await change(store.policies, { add: [anAdd({ pattern })] });
    const versions = await store.policies.listVersions();
    assert.deepEqual(
      versions.map((version) => version.diff.add[0]?.pattern),
      ['c3', 'b2', 'a1'],
    );
    const suggestions = await store.policies.listSuggestions();
    assert.deepEqual(
      suggestions.map((suggestion) => suggestion.diff.add[0]?.pattern),
      ['c3', 'b2', 'a1'],
    );
    assert.deepEqual(
      (await store.policies.listAudit()).map((entry) => entry.action),
      ['apply', 'propose', 'apply', 'propose', 'apply', 'propose'],
    );
  });

  it('records who decided what in the audit trail', async () => {
    const suggestion = await propose(store.policies, { add: [anAdd()] });
    await store.policies.reject({
      suggestionId: suggestion.id,
      author: 'Ada',
      comment: 'too broad',
    });
    const [entry] = await store.policies.listAudit();
    assert.deepEqual(entry, {
      seq: 2,
      ts: '2026-01-01T00:00:00.000Z',
      action: 'reject',
      author: 'Ada',
      comment: 'too broad',
      subject: suggestion.id,
    });
  });

  it('reverts a rejection with an audit entry, also for another window and after a restart', async () => {
    const { id } = await propose(store.policies, { add: [anAdd()] });
    await store.policies.reject({ suggestionId: id, author: 'Ada', comment: 'too broad' });
    const other = await openTestStore(folder());
    const [rejected] = await other.policies.listSuggestions('rejected');
    assert.deepEqual(
      [rejected?.id, rejected?.reviewedBy, rejected?.comment],
      [id, 'Ada', 'too broad'],
    );
    const reopened = await other.policies.reopen({ suggestionId: id, author: 'Bo' });
    await other.close();
    assert.deepEqual([reopened.status, reopened.reviewedBy], ['pending', undefined]);
    assert.deepEqual(await store.policies.listSuggestions('pending'), [reopened]);
    await store.close();
    store = await openTestStore(folder());
    assert.deepEqual(await store.policies.listSuggestions(), [reopened]);
    const [entry] = await store.policies.listAudit();
    assert.deepEqual(entry, {
      seq: 3,
      ts: '2026-01-01T00:00:00.000Z',
      action: 'reopen',
      author: 'Bo',
      comment: '',
      subject: id,
    });
  });

  it('is complete when it is opened again', async () => {
    await change(store.policies, { add: [anAdd()] });
    const before = [await store.policies.listRules(), await store.policies.listVersions()];
    await store.close();
    store = await openTestStore(folder());
    assert.deepEqual(
      [await store.policies.listRules(), await store.policies.listVersions()],
      before,
    );
  });

  const refusals: readonly [string, ErrorCode, (store: OpenStore) => Promise<unknown>][] = [
    [
      'applies no unknown suggestion',
      'not-found',
      ({ policies }) => policies.apply(approvalOf('nobody', 'x'), 'r'),
    ],
    [
      'rejects no unknown suggestion',
      'not-found',
      ({ policies }) => policies.reject({ suggestionId: 'nobody', author: 'Ada', comment: '' }),
    ],
    [
      'previews no unknown version',
      'not-found',
      ({ policies }) => policies.previewReturn('rollback', 'v'),
    ],
    [
      'rolls back to no unknown version',
      'not-found',
      ({ policies }) => policies.returnTo('rollback', approvalOf('v', 'x'), 'r'),
    ],
    [
      'applies no suggestion twice',
      'not-pending',
      async ({ policies }) => {
        const suggestion = await propose(policies, { add: [anAdd()] });
        const approval = approvalOf(suggestion.id, suggestion.diffHash);
        await policies.apply(approval, 'request 1');
        await policies.apply(approval, 'request 2');
      },
    ],
    [
      'applies no rejected suggestion',
      'not-pending',
      async ({ policies }) => {
        const { id, diffHash } = await propose(policies, { add: [anAdd()] });
        await policies.reject({ suggestionId: id, author: 'Ada', comment: '' });
        await policies.apply(approvalOf(id, diffHash), 'r');
      },
    ],
    [
      'rejects no applied suggestion',
      'not-pending',
      async ({ policies }) => {
        await change(policies, { add: [anAdd()] });
        const [applied] = await policies.listSuggestions();
        await policies.reject({ suggestionId: applied?.id ?? '', author: 'Ada', comment: '' });
      },
    ],
    [
      'undoes no rejection that is none',
      'not-rejected',
      async ({ policies }) => {
        const { id } = await propose(policies, { add: [anAdd()] });
        await policies.reopen({ suggestionId: id, author: 'Ada' });
      },
    ],
    [
      'applies no diff but the one on the screen',
      'stale-diff',
      async ({ policies }) => {
        const suggestion = await propose(policies, { add: [anAdd()] });
        await policies.apply(approvalOf(suggestion.id, 'of another diff'), 'r');
      },
    ],
    [
      'applies no diff that was approved for another policy',
      'stale-diff',
      async ({ policies }) => {
        const { version } = await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
        const { id, diffHash } = await propose(policies, { add: [anAdd()] });
        await change(policies, { add: [anAdd({ pattern: 'dd' })] });
        await policies.apply(approvalOf(id, diffHash, version), 'r');
      },
    ],
    [
      'rolls nothing back that was approved for another policy',
      'stale-diff',
      async ({ policies }) => {
        const { version } = await change(policies, { add: [anAdd()] });
        const { diffHash } = await policies.previewReturn('rollback', version);
        await policies.returnTo('rollback', approvalOf(version, diffHash), 'r');
      },
    ],
    [
      'applies no diff that removes a rule somebody else removed meanwhile',
      'stale-diff',
      async ({ policies }) => {
        const { addIds } = await change(policies, { add: [anAdd()] });
        const late = await propose(policies, { remove: addIds });
        const { version } = await change(policies, { remove: addIds });
        await policies.apply(approvalOf(late.id, late.diffHash, version), 'r');
      },
    ],
    [
      'rolls nothing back when the policy moved on since the preview',
      'stale-diff',
      async ({ policies }) => {
        const { version } = await change(policies, { add: [anAdd()] });
        const { diffHash } = await policies.previewReturn('rollback', version);
        await change(policies, { add: [anAdd({ pattern: 'mkfs' })] });
        await policies.returnTo('rollback', approvalOf(version, diffHash, version), 'r');
      },
    ],
    [
      'uses no request for two things',
      'invalid-input',
      async ({ policies }) => {
        const one = await propose(policies, { add: [anAdd()] });
        const other = await propose(policies, { add: [anAdd({ pattern: 'mkfs' })] });
        await policies.apply(approvalOf(one.id, one.diffHash), 'r');
        await policies.apply(approvalOf(other.id, other.diffHash), 'r');
      },
    ],
    [
      'keeps no bad diff',
      'invalid-diff',
      ({ policies }) => policies.propose({ proposedBy: 'x', diff: 'not a diff' }),
    ],
    [
      'proposes to remove no unknown rule',
      'invalid-diff',
      ({ policies }) => propose(policies, { remove: ['gone'] }),
    ],
  ];
  it('checks the examples of a rule, unless they are known to be tested', async () => {
    const proposeRule = (pattern: string, more: object = {}) => {
      const add = [{ pattern, effect: 'deny', match: ['ls'] }];
      return store.policies.propose({
        ...{ proposedBy: 'x', diff: { add, remove: [], meta: {} } },
        ...more,
      });
    };
    const isInvalid = (error: unknown): boolean => isRulewrightError(error, 'invalid-diff');
    await assert.rejects(proposeRule('^rm '), isInvalid);
    const { diff } = await proposeRule('^rm ', { hasTestedExamples: true });
    assert.deepEqual(diff.add[0]?.match, ['ls']);
    await assert.rejects(proposeRule('(', { hasTestedExamples: true }), isInvalid);
  });

  for (const [name, code, attempt] of refusals) {
    it(`${name} (${code})`, async () => {
      await assert.rejects(attempt(store), (error) => isRulewrightError(error, code));
    });
  }

  it('changes nothing by rejected requests', async () => {
    const suggestion = await propose(store.policies, { add: [anAdd()] });
    const before = JSON.stringify([
      await store.policies.listSuggestions(),
      await store.policies.listAudit(),
    ]);
    await assert.rejects(store.policies.apply(approvalOf(suggestion.id, 'other'), 'r'));
    const after = JSON.stringify([
      await store.policies.listSuggestions(),
      await store.policies.listAudit(),
    ]);
    assert.equal(after, before);
    assert.deepEqual(await store.policies.listVersions(), []);
  });
});
