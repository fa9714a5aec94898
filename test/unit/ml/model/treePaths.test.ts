import assert from 'node:assert/strict';
import { loadModel } from '../../../../src/ml/model/predict';
import { purePaths } from '../../../../src/ml/model/treePaths';
import { aModel } from '../../../support/models';

describe('purePaths', () => {
  const { forest } = loadModel(aModel(2));
  const paths = (more: object = {}): readonly (readonly number[])[] =>
    forest.trees.flatMap((tree) =>
      purePaths(tree, { minPurity: 0.6, minUnsafe: 3, maxFeatures: 6, ...more }),
    );

  it('are sets of columns in ascending order', () => {
    for (const path of paths()) {
      assert.deepEqual(
        path,
        [...new Set(path)].sort((a, b) => a - b),
      );
    }
  });

  it('are fewer for stricter limits', () => {
    const usual = paths().length;
    assert.ok(usual > 0);
    assert.ok(paths({ minPurity: 0 }).length > usual);
    assert.ok(paths({ minUnsafe: 100 }).length < usual);
    const short = paths({ maxFeatures: 1 });
    assert.ok(short.length < usual && short.every((path) => path.length === 1));
  });
});
