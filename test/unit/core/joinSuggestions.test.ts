import assert from 'node:assert/strict';
import { diffHash, type AddedRule, type PolicyDiff } from '../../../src/core/diff';
import { joinSuggestions, partsOfEach } from '../../../src/core/joinSuggestions';
import type { Suggestion } from '../../../src/core/suggestion';
import { anAdd } from '../../support/storeUnderTest';

const evidence = (unsafeHits: number) => ({
  ...{ unsafeHits, safeHits: 0, unknownHits: 0, templates: 1, precision: 1 },
  ...{ unsafeExamples: [], safeExamples: [] },
});

function aSuggestion(id: string, diff: Partial<PolicyDiff>): Suggestion {
  const whole = { add: [], remove: [], meta: {}, ...diff };
  return {
    ...{ id, proposedBy: `by ${id}`, proposedAt: '2026-01-01T00:00:00.000Z', status: 'pending' },
    diff: whole,
    diffHash: diffHash(whole),
  };
}

const rule = (pattern: string, effect: AddedRule['effect'] = 'deny'): AddedRule =>
  anAdd({ pattern, effect });
const joined = (suggestions: readonly Suggestion[], inForce: readonly string[] = []) =>
  joinSuggestions(suggestions, new Set(inForce));

describe('joined suggestions', () => {
  it('contain every change of each in order, with its origin', () => {
    const one = aSuggestion('a', { add: [rule('mkfs'), rule('shred')], remove: ['r1'] });
    const two = aSuggestion('b', { add: [rule('ls', 'allow')], remove: ['r2'] });
    const { diff, added, removed, leftOut } = joined([one, two], ['r1', 'r2']);
    assert.deepEqual(diff.add, [rule('mkfs'), rule('shred'), rule('ls', 'allow')]);
    assert.deepEqual(diff.remove, ['r1', 'r2']);
    assert.deepEqual(added, [[{ from: 0, at: 0 }], [{ from: 0, at: 1 }], [{ from: 1, at: 0 }]]);
    assert.deepEqual(removed, [[0], [1]]);
    assert.deepEqual(leftOut, []);
  });

  it('contain the original suggestions', () => {
    const one = aSuggestion('a', { add: [rule('mkfs')] });
    const { diff } = joined([one]);
    assert.deepEqual(diff.meta, {
      joined: [{ suggestion: 'a', diff_hash: one.diffHash, proposed_by: 'by a' }],
    });
    const changed = aSuggestion('a', { add: [rule('mkfs')], meta: { note: 'new' } });
    assert.notEqual(diffHash(joined([changed]).diff), diffHash(diff));
  });

  it('contain duplicate additions and removals once', () => {
    const one = aSuggestion('a', { add: [rule('mkfs')], remove: ['r1'] });
    const two = aSuggestion('b', {
      add: [rule('dd'), { ...rule('mkfs'), title: 'Again' }],
      remove: ['r1'],
    });
    const { diff, added, removed, leftOut } = joined([one, two], ['r1']);
    assert.deepEqual(diff.add, [rule('mkfs'), rule('dd')]);
    assert.deepEqual(diff.remove, ['r1']);
    assert.deepEqual(added[0], [
      { from: 0, at: 0 },
      { from: 1, at: 1 },
    ]);
    assert.deepEqual(removed, [[0, 1]]);
    assert.deepEqual(leftOut, []);
  });

  it('omit a second effect of a pattern and the removal of a missing rule, with the reason', () => {
    const one = aSuggestion('a', { add: [rule('mkfs')], remove: ['gone'] });
    const two = aSuggestion('b', { add: [rule('mkfs', 'allow'), rule('dd')] });
    const { diff, leftOut } = joined([one, two]);
    assert.deepEqual(diff.add, [rule('mkfs'), rule('dd')]);
    assert.deepEqual(diff.remove, []);
    assert.deepEqual(leftOut, [
      {
        ...{ why: 'otherEffect', from: 1, pattern: 'mkfs', effect: 'allow' },
        ...{ taken: 'deny', takenFrom: 0 },
      },
      { why: 'gone', from: 0, ruleId: 'gone' },
    ]);
  });

  it('keep data about single rules, and totals only if all are equal', () => {
    const one = aSuggestion('a', {
      add: [rule('mkfs')],
      meta: { evidence: [evidence(3)], history_size: 9, newly_blocked: 1, distinct_commands: 2 },
    });
    const two = aSuggestion('b', {
      add: [rule('shred')],
      meta: { rule_categories: ['Disks'], left_out: [{ pattern: 'x', reason: 'y' }] },
    });
    const three = aSuggestion('c', {
      add: [rule('dd')],
      meta: { evidence: 'none', history_size: 9, distinct_commands: 7 },
    });
    const { meta } = joined([one, two, three]).diff;
    assert.deepEqual(meta, {
      joined: meta['joined'],
      evidence: [evidence(3), null, null],
      rule_categories: [null, 'Disks', null],
      history_size: 9,
      distinct_commands: 7,
      left_out: [{ pattern: 'x', reason: 'y' }],
    });
    const other = aSuggestion('d', { add: [rule('wipefs')], meta: { history_size: 10 } });
    assert.equal(joined([one, other]).diff.meta['history_size'], undefined);
  });

  it('are divided into the accepted parts of each', () => {
    const one = aSuggestion('a', { add: [rule('mkfs'), rule('shred')], remove: ['r1', 'r2'] });
    const two = aSuggestion('b', { add: [rule('shred'), rule('mkfs', 'ask')], remove: ['r2'] });
    const joint = joined([one, two], ['r1', 'r2']);
    const places = (part?: Parameters<typeof partsOfEach>[2]) =>
      partsOfEach(joint, [one, two], part).map(({ add, remove }) => [
        add.map(({ at }) => at),
        remove,
      ]);
    assert.deepEqual(places(), [
      [
        [0, 1],
        ['r1', 'r2'],
      ],
      [[0], ['r2']],
    ]);
    assert.deepEqual(places({ add: [{ at: 1, mode: 'shadow' }], remove: ['r1'] }), [
      [[1], ['r1']],
      [[0], []],
    ]);
  });
});
