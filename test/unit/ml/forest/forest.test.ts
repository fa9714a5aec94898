import assert from 'node:assert/strict';
import { loadForest, trainWithLibrary } from '../../../../src/ml/forest/forest';
import { forestJson } from '../../../../src/ml/forest/forestJson';
import { growPart, joinParts, type GrownForest } from '../../../../src/ml/forest/growForest';
import type { GrowInput } from '../../../../src/ml/forest/growTree';
import { Rng } from '../../../../src/core/random';
import { sparseMatrix } from '../../../../src/ml/forest/sparseMatrix';
import { ForestJson } from '../../../../src/ml/forest/forestFormat';

interface Sample {
  readonly rows: readonly number[][];
  readonly input: GrowInput;
  readonly columns: number;
}

/** Random rows; a row is unsafe if two of its columns are set, with some noise. */
function sample(count: number, columns: number, perRow: number, seed: number): Sample {
  const rng = new Rng(seed);
  const rows = Array.from({ length: count }, () =>
    [...new Set(Array.from({ length: perRow }, () => rng.below(columns)))].sort((a, b) => a - b),
  );
  const labels = Uint8Array.from(rows, (row) => {
    const isUnsafe = row.includes(0) || (row.includes(1) && row.includes(2));
    return isUnsafe !== (rng.below(25) === 0) ? 1 : 0;
  });
  return {
    rows,
    columns,
    input: {
      matrix: sparseMatrix(rows, columns),
      labels,
      groupStart: Int32Array.from({ length: count + 1 }, (_, at) => at),
      groupRows: Int32Array.from({ length: count }, (_, at) => at),
      unsafeWeight: 1,
      columnsPerSplit: Math.max(1, Math.floor(Math.sqrt(columns))),
      maxDepth: 64,
    },
  };
}

function grow(input: GrowInput, trees: number, parts = 1): GrownForest {
  return joinParts(
    Array.from({ length: parts }, (_, first) =>
      growPart(input, { seed: 9, first, step: parts, trees }, () => undefined),
    ),
  );
}

function asJson({ input, columns }: Sample, forest: GrownForest): ForestJson {
  const { columnsPerSplit, maxDepth } = input;
  const json = forestJson(forest.trees, { seed: 9, columns, columnsPerSplit, maxDepth });
  return ForestJson.parse(JSON.parse(JSON.stringify(json)));
}

describe('the forest', () => {
  for (const [count, columns, perRow] of [
    [300, 40, 6],
    [500, 12, 4],
    [200, 300, 20],
    [120, 3, 1],
  ] as const) {
    it(`is loaded by ml-random-forest with the same votes on ${count} rows × ${columns} columns`, () => {
      const data = sample(count, columns, perRow, count);
      const forest = loadForest(asJson(data, grow(data.input, 15)), columns);
      for (const row of data.rows) {
        const cells = new Set(row);
        assert.equal(forest.votes(cells), forest.libraryVotes(cells));
      }
    });
  }

  it('agrees with the trainer of ml-random-forest on a small dense set', () => {
    const data = sample(240, 10, 4, 5);
    const dense = data.rows.map((row) =>
      Array.from({ length: data.columns }, (_, column) => (row.includes(column) ? 1 : 0)),
    );
    const labels = [...data.input.labels];
    const forest = loadForest(asJson(data, grow(data.input, 40)), data.columns);
    const ours = data.rows.map((row) => (forest.votes(new Set(row)) > 20 ? 1 : 0));
    const theirs = trainWithLibrary(dense.slice(0, 160), labels.slice(0, 160), {
      seed: 1,
      trees: 20,
      columnShare: 0.8,
    })(dense);
    const same = ours.filter((label, at) => label === theirs[at]).length;
    assert.ok(same >= 0.9 * ours.length, `${same} of ${ours.length}`);
  });

  it('does not depend on how its trees are divided', () => {
    const data = sample(400, 30, 5, 3);
    const whole = JSON.stringify(asJson(data, grow(data.input, 12, 1)));
    assert.equal(JSON.stringify(asJson(data, grow(data.input, 12, 2))), whole);
    assert.equal(JSON.stringify(asJson(data, grow(data.input, 12, 5))), whole);
  });

  it('differs for another seed', () => {
    const data = sample(100, 10, 3, 3);
    const part = (seed: number): unknown =>
      growPart(data.input, { seed, first: 0, step: 1, trees: 3 }, () => undefined).trees;
    assert.notDeepEqual(part(1), part(2));
  });

  it('counts only rows as out-of-bag whose whole group was not drawn', () => {
    const data = sample(60, 10, 3, 8);
    const grouped: GrowInput = {
      ...data.input,
      groupStart: Int32Array.from([0, 30, 60]),
    };
    const { oobVotes } = grow(grouped, 30);
    assert.equal(new Set(oobVotes.slice(0, 30)).size, 1);
    assert.equal(new Set(oobVotes.slice(30)).size, 1);
  });

  it('rejects a tree with an unknown column', () => {
    const data = sample(80, 6, 3, 2);
    const json = asJson(data, grow(data.input, 2));
    const broken = { ...json, baseModel: { ...json.baseModel, indexes: [[], []] } };
    assert.throws(() => loadForest(broken, 6), { code: 'invalid-input' });
  });

  it('rejects a tree that is too deep for the library', () => {
    const data = sample(80, 6, 3, 2);
    const json = asJson(data, grow(data.input, 1));
    let root: object = { distribution: [[1, 0]], numberSamples: 1 };
    for (let depth = 0; depth < 100; depth += 1) {
      const leaf = { distribution: [[1, 0]], numberSamples: 1 };
      root = {
        splitColumn: 0,
        splitValue: 0.5,
        gain: 0,
        numberSamples: 2,
        left: root,
        right: leaf,
      };
    }
    const estimators = json.baseModel.estimators.map((one) => ({ ...one, root }));
    const deep = ForestJson.parse({ ...json, baseModel: { ...json.baseModel, estimators } });
    assert.throws(() => loadForest(deep, 6), { code: 'invalid-input' });
  });
});
