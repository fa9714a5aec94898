import assert from 'node:assert/strict';
import type { Review } from '../../src/protocol/reviewer';
import { suggestionReview } from '../../webview-ui/dev/reviewFixture';
import {
  confidenceLevel,
  duplicates,
  headline,
  reviewFacts,
} from '../../webview-ui/src/reviewer/reviewFacts';
import { comparisonRows } from '../../webview-ui/src/reviewer/comparisonRows';
import { setEnglish } from './support/english';

before(setEnglish);

describe('the summary of a review', () => {
  const review = (change: Partial<Review>): Review => ({ ...suggestionReview(), ...change });
  const allow = { pattern: '^ls\\b', effect: 'allow' as const };

  it('counts rules of each kind in its headline', () => {
    assert.equal(headline(review({ add: [allow], remove: [] })), 'Add 1 allow rule');
    assert.equal(headline(review({ add: [] })), 'Remove 1 rule');
    assert.equal(
      headline(review({ kind: 'restore', target: 7, add: [allow] })),
      'Return to version 7: put back 1 allow rule, take out 1 rule',
    );
    assert.equal(headline(review({ add: [], remove: [] })), 'Change nothing');
  });

  it('finds added rules that are in force and stay', () => {
    const [inForce] = suggestionReview().inForce;
    assert.ok(inForce !== undefined);
    const { pattern, effect, mode } = inForce;
    const same = { pattern, effect, mode };
    const other = { ...same, effect: effect === 'deny' ? ('allow' as const) : ('deny' as const) };
    assert.deepEqual(duplicates(review({ add: [same, other, allow], remove: [] })), [same]);
    const [leaving] = suggestionReview().remove;
    assert.ok(leaving !== undefined);
    const comesBack = { pattern: leaving.pattern, effect: leaving.effect, mode: leaving.mode };
    assert.deepEqual(duplicates(review({ add: [comesBack], remove: [leaving] })), []);
    assert.deepEqual(duplicates(review({ add: [comesBack], remove: [] })), [comesBack]);
  });

  it('counts unsafe hits against an allow rule', () => {
    const evidence = {
      unsafeHits: 2,
      safeHits: 50,
      unknownHits: 0,
      templates: 3,
      precision: 0.04,
      unsafeExamples: [],
      safeExamples: [],
    };
    const facts = reviewFacts(review({ add: [{ ...allow, evidence }] }));
    assert.equal(facts.wanted, 50);
    assert.equal(facts.unwanted, 2);
  });

  it('shows no confidence and no backtest without data', () => {
    const facts = reviewFacts(review({ add: [allow] }));
    assert.equal(facts.tested, false);
    assert.equal(facts.confidence, undefined);
  });

  it('describes a confidence by the measured precision of similar suggestions', () => {
    assert.equal(confidenceLevel(0.85), 'confidenceHigh');
    assert.equal(confidenceLevel(0.849), 'confidenceMedium');
    assert.equal(confidenceLevel(0.649), 'confidenceLow');
  });

  it('keeps the order of the rules in force, new rules last', () => {
    const rows = comparisonRows(suggestionReview());
    const { inForce, remove } = suggestionReview();
    assert.deepEqual(
      rows.slice(0, inForce.length).map(({ before }) => before?.id),
      inForce.map(({ id }) => id),
    );
    assert.deepEqual(
      rows.flatMap(({ change, before }) => (change === 'removed' ? [before.id] : [])),
      remove.map(({ id }) => id),
    );
    assert.deepEqual(
      rows.slice(-2).map(({ change }) => change),
      ['added', 'added'],
    );
    assert.equal(rows.length, 35);
  });

  it('shows a rule that is removed and added with the same pattern as one changed line', () => {
    const { remove } = suggestionReview();
    const [gone] = remove;
    const add = [
      { pattern: gone?.pattern ?? '', effect: 'deny' as const, mode: 'shadow' as const },
    ];
    const changed = comparisonRows(review({ add })).filter(({ change }) => change !== 'same');
    assert.deepEqual(
      changed.map(({ change }) => change),
      ['changed'],
    );
  });
});
