import assert from 'node:assert/strict';
import { commandViews } from '../../../../src/shell/views';
import { placedCommand } from '../../../../src/ml/dataset/placedCommand';
import { hitsOfEach, indexRuns, indexViews, runsHit } from '../../../../src/ml/dataset/viewTexts';
import { madeUpHistory } from '../../../support/commands';

describe('hitsOfEach', () => {
  it('finds the same commands for each rule as a matcher with only that rule', () => {
    const index = indexViews(madeUpHistory(200, 5).map(({ command }) => commandViews(command)));
    const patterns = ['git push', '--force', 'drop table', '^ls', 'never there'];
    const found = hitsOfEach(
      index,
      patterns.map((pattern) => ({ pattern, effect: 'ask' })),
    );
    assert.deepEqual(
      found,
      patterns.map((pattern) => runsHit(index, pattern, [])),
    );
    assert.ok((found[0]?.hits.length ?? 0) > 0);
  });
});

describe('runsHit', () => {
  it('does not judge runs whose working directory is unknown if the match depends on it', () => {
    const folders = ['/home/user', '/home/user/work/app'];
    const known = placedCommand(
      'rm -rf *',
      2,
      folders.map((cwd) => [cwd, 1]),
      new Map(),
    );
    const unknown = placedCommand('rm -rf *', 1, [], new Map());
    const index = indexRuns([...known.places, ...unknown.places]);
    assert.deepEqual(runsHit(index, '^rm .*\u2039home\u203a', ['rm']), {
      hits: [0],
      unjudged: [2],
    });
    assert.deepEqual(runsHit(index, '^rm -', ['rm']), {
      hits: [0, 1, 2],
      unjudged: [],
    });
  });
});
