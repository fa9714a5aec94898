import * as assert from 'node:assert/strict';
import { reviewMessage } from '../../../src/providers/reviewMessage';
import type { ReviewSession } from '../../../src/app';

const shownWith = (meta: Record<string, unknown>): ReviewSession['shown'] => ({
  kind: 'suggestion',
  subjectId: 's1',
  diffHash: 'h',
  status: 'pending',
  diff: { add: [], remove: ['gone'], meta },
  current: [],
  addedRules: [],
  removedRules: [],
  policyVersion: '',
});

const around = { hits: new Map(), author: 'Ada', morePending: 0 };

describe('reviewMessage', () => {
  it('turns the metadata of a diff into lines that a person reads', () => {
    const { meta } = reviewMessage(
      shownWith({
        model_version: 'f1',
        newly_blocked_examples: [{ command: 'git push -f', count: 3 }],
        restored_ids: [],
        evidence: [],
      }),
      around,
    );
    assert.deepEqual(meta, [
      { name: 'Model version', value: 'f1' },
      { name: 'Newly blocked examples', value: 'git push -f (3 times)' },
    ]);
  });

  it('names rules to remove that are gone', () => {
    assert.deepEqual(reviewMessage(shownWith({}), around).missing, ['gone']);
  });
});
