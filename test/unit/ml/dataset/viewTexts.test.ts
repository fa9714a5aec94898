import assert from 'node:assert/strict';
import { commandViews } from '../../../../src/shell/views';
import { commandsHit, hitsOfEach, indexViews } from '../../../../src/ml/dataset/viewTexts';
import { madeUpHistory } from '../../../support/commands';

describe('hitsOfEach', () => {
  it('finds the same commands for each rule as a matcher with only that rule', () => {
    const index = indexViews(madeUpHistory(200, 5).map(({ command }) => commandViews(command)));
    const patterns = ['git push', '--force', 'drop table', '^ls', 'never there'];
    const found = hitsOfEach(index, patterns);
    assert.deepEqual(
      found,
      patterns.map((pattern) => commandsHit(index, pattern, [])),
    );
    assert.ok((found[0]?.length ?? 0) > 0);
  });
});
