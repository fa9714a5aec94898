import { chooseNames, columnsOf, dictionary } from '../../src/ml/model/dictionary';
import { usefulnessOf } from '../../src/ml/model/labelQueue';
import { featureNames } from '../../src/ml/features/features';
import { growPart, joinParts, votesUnsafe, type GrownForest } from '../../src/ml/forest/growForest';
import { leafOf } from '../../src/ml/forest/growTree';
import { Rng, shuffle } from '../../src/core/random';
import { sharedInts, sparseMatrix, type SparseMatrix } from '../../src/ml/forest/sparseMatrix';
import { median, rounded } from './measure';
import type { PublicCommand } from './publicCommands';
import type { Figures } from './run';

const FIRST = 100;
const STEP = 50;
const MOST = 3000;
const TREES = 60;
const TARGET = 0.4;
const SEEDS = [1, 2, 3];

/**
 * How many labels it takes until the forest finds two unsafe commands in five among those of `test` (at one false
 * alarm in 200): asked in the order of the label queue, each command seen once, and asked at random. Both start from the
 * same 100 random labels.
 */
export function labelOrder(
  train: readonly PublicCommand[],
  test: readonly PublicCommand[],
): Figures {
  const known = [...train, ...test].filter(({ label }) => label !== 'unknown');
  const trained = train.filter(({ label }) => label !== 'unknown').length;
  const names = known.map(({ command }) => featureNames(command));
  const columns = dictionary(chooseNames(names.slice(0, trained), { minRows: 2, maxNames: 4000 }));
  const pool: Pool = {
    matrix: sparseMatrix(
      names.map((row) => columnsOf(columns, row)),
      columns.names.length,
    ),
    labels: Uint8Array.from(known, ({ label }) => (label === 'unsafe' ? 1 : 0)),
    trained,
  };
  const needed = (byUse: boolean): number =>
    median(SEEDS.map((seed) => labelsNeeded(pool, seed, byUse)));
  const queue = needed(true);
  const random = needed(false);
  return {
    'learn.labels_needed_by_queue': queue,
    'learn.labels_needed_at_random': random,
    'learn.labels_gain': rounded(random / queue),
  };
}

interface Pool {
  readonly matrix: SparseMatrix;
  readonly labels: Uint8Array;
  /** The first rows may be asked for; the rest judge. */
  readonly trained: number;
}

/** Labels until the target, or `MOST` where that was not enough. */
function labelsNeeded(pool: Pool, seed: number, byUse: boolean): number {
  const order = shuffle(
    Array.from({ length: pool.trained }, (_, at) => at),
    new Rng(seed),
  );
  const asked = order.splice(0, FIRST);
  while (asked.length < MOST) {
    const forest = grow(pool, asked, seed);
    if (recall(pool, forest) >= TARGET) return asked.length;
    if (byUse) {
      const use = new Map(order.map((row) => [row, usefulnessOf(voteShare(pool, forest, row), 1)]));
      order.sort((a, b) => (use.get(b) ?? 0) - (use.get(a) ?? 0));
    }
    asked.push(...order.splice(0, STEP));
  }
  return MOST;
}

function grow({ matrix, labels }: Pool, asked: readonly number[], seed: number): GrownForest {
  const groupStart = sharedInts(asked.length + 1).map((_, at) => at);
  const unsafe = asked.filter((row) => labels[row] === 1).length;
  const input = {
    matrix,
    labels,
    groupStart,
    groupRows: Int32Array.from(asked),
    unsafeWeight: Math.min(8, Math.max(1, Math.round(asked.length / Math.max(1, unsafe)))),
    columnsPerSplit: Math.floor(Math.sqrt(matrix.columns)),
    maxDepth: 64,
  };
  return joinParts([growPart(input, { seed, first: 0, step: 1, trees: TREES }, () => undefined)]);
}

function voteShare({ matrix }: Pool, { trees }: GrownForest, row: number): number {
  const votes = trees.filter((tree) => votesUnsafe(tree, leafOf(tree, matrix, row))).length;
  return votes / trees.length;
}

/** Share of the unsafe judging rows above the threshold that one safe row in 200 passes. */
function recall(pool: Pool, forest: GrownForest): number {
  const { labels, trained } = pool;
  const rows = Array.from({ length: labels.length - trained }, (_, at) => trained + at);
  const shares = rows.map((row) => ({
    share: voteShare(pool, forest, row),
    isUnsafe: labels[row] === 1,
  }));
  const safe = shares.filter(({ isUnsafe }) => !isUnsafe).sort((a, b) => b.share - a.share);
  const threshold = safe[Math.floor(safe.length / 200)]?.share ?? 1;
  const unsafe = shares.filter(({ isUnsafe }) => isUnsafe);
  return unsafe.filter(({ share }) => share > threshold).length / unsafe.length;
}
