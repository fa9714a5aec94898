import assert from 'node:assert/strict';
import type { LiveBacktest } from '../../../src/core/liveBacktest';
import { rungHits } from '../../../src/providers/nodes/rungHits';

function tested(commands: number, unjudged: number): LiveBacktest {
  const runs = { unsafeHits: 2, safeHits: 0, unknownHits: 1234, templates: 1, precision: 1 };
  return {
    state: 'tested',
    evidence: { ...runs, unsafeExamples: [], safeExamples: [] },
    ...{ commands, ofCommands: 5000, unjudged, overlaps: [], moreOverlaps: 0 },
    ...{ gained: { commands: 0, unwanted: 0 }, lost: { commands: 0, unwanted: 0 } },
  };
}

describe('the hits of a rung', () => {
  it('are counted by label, with the commands that cannot be judged', () => {
    assert.equal(
      rungHits([tested(12, 3)]),
      '12 of 5,000 commands · unsafe runs: 2 · unlabelled runs: 1,234 · commands that cannot be judged: 3',
    );
    assert.doesNotMatch(rungHits([tested(12, 0)]), /judged/);
  });

  it('are one number for each of several rules', () => {
    assert.equal(rungHits([tested(12, 0), tested(7, 0)]), '12 + 7 of 5,000 commands');
    assert.equal(rungHits([]), '');
  });
});
