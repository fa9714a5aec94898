import * as assert from 'node:assert/strict';
import { reviewMessage } from '../../../src/providers/reviewMessage';
import type { ReviewSession } from '../../../src/app';
import { starterDiff } from '../../../src/ml/rules/starterRules';
import { diffHash, type PolicyDiff } from '../../../src/core/diff';
import { joinSuggestions } from '../../../src/core/joinSuggestions';
import type { Suggestion } from '../../../src/core/suggestion';
import { aRule } from '../../support/aRule';
import { labelled } from '../../support/commands';
import { forcedPushes, ordinary, suggest } from '../../support/suggesting';

const shownWith = (meta: Record<string, unknown>): ReviewSession['shown'] => ({
  kind: 'suggestion',
  subjectId: 's1',
  diffHash: 'h',
  status: 'pending',
  diff: { add: [], remove: ['gone'], meta },
  current: [],
  addedRules: [],
  removedRules: [],
  categories: new Map(),
  policyVersion: '',
});

function aSuggestion(id: string, part: Partial<PolicyDiff>): Suggestion {
  const diff = { add: [], remove: [], meta: {}, ...part };
  return {
    ...{ id, proposedBy: `by ${id}`, proposedAt: '2026-01-01T00:00:00.000Z', status: 'pending' },
    ...{ diff, diffHash: diffHash(diff) },
  };
}

const deny = (pattern: string) => ({ pattern, effect: 'deny' as const });
/** Entries whose titles are not derived from their keys. */
const PLAIN_NAMES: Readonly<Record<string, string>> = {
  total_features_analyzed: 'Command features examined',
  suggestions_count: 'Changes suggested',
};

const defaults = { hits: new Map(), author: 'Ada', morePending: 0 };

describe('reviewMessage', () => {
  it('formats the metadata of a diff as text', () => {
    const { meta } = reviewMessage(
      shownWith({
        model_version: 'f1',
        newly_blocked_examples: [{ command: 'git push -f', count: 3 }],
        restored_ids: [],
        evidence: [],
        from_behaviour: true,
      }),
      defaults,
    );
    assert.deepEqual(meta, [
      { name: 'Model version', value: 'f1' },
      { name: 'Newly blocked examples', value: 'git push -f (3×)' },
      { name: 'Follows from', value: 'Your answers at prompts' },
    ]);
  });

  it('names who applied a suggestion before it was rolled back, only if it is pending', () => {
    const applied = { by: 'Ada', at: '2026-01-02T03:04:05.000Z' };
    const of = (status: ReviewSession['shown']['status']) =>
      reviewMessage({ ...shownWith({}), status }, { ...defaults, applied }).rolledBack;
    assert.deepEqual(of('pending'), applied);
    assert.equal(of('applied'), undefined);
  });

  it('includes everything that the learner records about a change', () => {
    const { diffs, merged } = suggest([...forcedPushes, ...ordinary]);
    const starter = starterDiff([labelled('rm -rf ~', 'safe')], { generatedAt: 'now' });
    for (const diff of [...diffs, merged, starter]) {
      const shown = reviewMessage({ ...shownWith({}), diff }, defaults);
      const evidence = shown.add.map((rule) => rule.evidence);
      const read = {
        evidence: evidence.length === 0 ? [] : evidence,
        rule_categories: shown.add.map(({ category }) => category),
        history_size: shown.historySize,
        newly_blocked: shown.newlyBlocked?.count,
        newly_blocked_examples: shown.newlyBlocked?.examples,
        left_out: shown.leftOut,
      };
      for (const [name, value] of Object.entries(diff.meta)) {
        const words =
          PLAIN_NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
        if (name in read) assert.deepEqual(read[name as keyof typeof read], value, name);
        else
          assert.ok(
            shown.meta.some((line) => line.name === words),
            name,
          );
      }
    }
  });

  it('shows invalid metadata as text', () => {
    const { meta, newlyBlocked, historySize } = reviewMessage(
      shownWith({ newly_blocked: 'all', newly_blocked_examples: [], history_size: -1 }),
      defaults,
    );
    assert.deepEqual([newlyBlocked, historySize], [undefined, undefined]);
    assert.deepEqual(meta, [
      { name: 'Newly blocked', value: 'all' },
      { name: 'History size', value: '-1' },
    ]);
  });

  it('lists the origins of each change of a joint review, and omitted changes', () => {
    const suggestions = [
      aSuggestion('s1', { add: [deny('mkfs')], remove: ['r1', 'r2'], meta: { note: 'one' } }),
      aSuggestion('s2', {
        add: [deny('dd'), { pattern: 'mkfs', effect: 'allow' }],
        remove: ['r2'],
      }),
      aSuggestion('s3', { add: [deny('mkfs')] }),
    ];
    const current = [aRule({ id: 'r2', pattern: 'old' })];
    const joint = { ...joinSuggestions(suggestions, new Set(['r2'])), suggestions };
    const { diff } = joint;
    const shown = { ...shownWith({}), kind: 'joint', diff, current, joint } as const;
    const review = reviewMessage({ ...shown, removedRules: current }, defaults);
    const reason =
      'Its effect is allow; “Deny mkfs; Remove 2 rules” has the same pattern with the effect deny. Review this suggestion on its own.';
    assert.deepEqual(review.joined, [
      {
        ...{ title: 'Deny mkfs; Remove 2 rules', by: 'by s1', at: '2026-01-01T00:00:00.000Z' },
        leftOut: [{ pattern: '', reason: 'It is no longer in force.' }],
      },
      {
        ...{
          title: 'Deny dd; Allow mkfs; Remove old',
          by: 'by s2',
          at: '2026-01-01T00:00:00.000Z',
        },
        leftOut: [{ pattern: 'mkfs', reason }],
      },
      { title: 'Deny mkfs', by: 'by s3', at: '2026-01-01T00:00:00.000Z', leftOut: [] },
    ]);
    assert.deepEqual(
      review.add.map(({ pattern, from }) => [pattern, from]),
      [
        ['mkfs', [0, 2]],
        ['dd', [1]],
      ],
    );
    assert.deepEqual(
      review.remove.map(({ id, from }) => [id, from]),
      [['r2', [0, 1]]],
    );
    assert.deepEqual([review.missing, review.meta], [0, []]);
    const later = reviewMessage({ ...shownWith({}), diff }, defaults);
    const names = suggestions.map(({ id }) => `${id} (by ${id})`).join('\n');
    assert.deepEqual(later.meta, [{ name: 'Joined from', value: names }]);
    assert.ok(later.add.every((rule) => !('from' in rule)));
  });

  it('lists rules to remove that no longer exist', () => {
    assert.deepEqual(reviewMessage(shownWith({}), defaults).missing, 1);
  });
});
