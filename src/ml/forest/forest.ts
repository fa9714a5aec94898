import * as l10n from '@vscode/l10n';
import { RandomForestClassifier } from 'ml-random-forest';
import { RulewrightError } from '../../core/errors';
import type { ForestJson, TreeNode } from './forestFormat';
import { flatTree } from './forestJson';
import { votesUnsafe } from './growForest';
import type { FlatTree } from './growTree';

/** Deeper trees would overflow the stack in the library's recursive loader. */
export const MAX_TREE_DEPTH = 64;

/** A loaded forest. A row is the set of its columns with value 1. */
export interface Forest {
  readonly trees: readonly FlatTree[];
  /** Number of trees that classify the row as unsafe. Fast, for many rows. */
  votes(row: Iterable<number>): number;
  /** The same number, computed by ml-random-forest, for a single row. */
  libraryVotes(row: ReadonlySet<number>): number;
}

/** Loads a forest written by `forestJson`. Throws `invalid-input` if a tree is invalid. */
export function loadForest(json: ForestJson, columns: number): Forest {
  const { estimators, indexes } = json.baseModel;
  estimators.forEach(({ root }, t) => {
    checkNode(root, (indexes[t] ?? []).length, 0);
  });
  if (indexes.some((used) => used.some((column) => column >= columns))) throw damaged();
  const trees = estimators.map(({ root }, t) => flatTree(root, indexes[t] ?? []));
  const votes = countVotes(trees, columns);
  let library: RandomForestClassifier | undefined;
  return {
    trees,
    votes,
    libraryVotes(row) {
      library ??= loadLibrary(json);
      const dense = Array.from({ length: columns }, (_, column) => (row.has(column) ? 1 : 0));
      // Do not use `predictProbability`: version 2.1.0 starts its sum at the first tree's label, so the result is wrong.
      return library
        .predictionValues([dense])
        .getRow(0)
        .reduce((sum, label) => sum + label, 0);
    },
  };
}

/**
 * Numbers per node: its column, or a leaf's vote; the index of the child for rows without the column; the index of the
 * child for rows with it.
 */
const NODE = 3;
const SAFE_LEAF = -1;
const UNSAFE_LEAF = -2;

/**
 * Counts the votes of all trees from one table, because the arrays of many trees do not fit into the processor's
 * caches.
 */
function countVotes(
  trees: readonly FlatTree[],
  columns: number,
): (row: Iterable<number>) => number {
  const nodes = new Int32Array(NODE * trees.reduce((sum, { column }) => sum + column.length, 0));
  const roots = new Int32Array(trees.length);
  let start = 0;
  trees.forEach((tree, t) => {
    roots[t] = start;
    for (let node = 0; node < tree.column.length; node += 1) {
      const column = tree.column[node] ?? -1;
      const at = start + NODE * node;
      nodes[at] = column >= 0 ? column : votesUnsafe(tree, node) ? UNSAFE_LEAF : SAFE_LEAF;
      nodes[at + 1] = start + NODE * (tree.left[node] ?? 0);
      nodes[at + 2] = start + NODE * (tree.right[node] ?? 0);
    }
    start += NODE * tree.column.length;
  });
  const present = new Uint8Array(columns);
  return (row) => {
    for (const column of row) present[column] = 1;
    let unsafe = 0;
    for (const root of roots) {
      let at = root;
      let column = nodes[at] ?? SAFE_LEAF;
      while (column >= 0) {
        at = nodes[at + 1 + (present[column] ?? 0)] ?? 0;
        column = nodes[at] ?? SAFE_LEAF;
      }
      if (column === UNSAFE_LEAF) unsafe += 1;
    }
    for (const column of row) present[column] = 0;
    return unsafe;
  };
}

/** Trains with the library. Only for small dense sets, because its cost grows with the square of the rows. */
export function trainWithLibrary(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  options: { readonly seed: number; readonly trees: number; readonly columnShare: number },
): (rows: readonly (readonly number[])[]) => readonly number[] {
  const forest = new RandomForestClassifier({
    seed: options.seed,
    nEstimators: options.trees,
    maxFeatures: options.columnShare,
    replacement: false,
    useSampleBagging: true,
    noOOB: true,
    treeOptions: { minNumSamples: 1, gainThreshold: 0 },
  });
  forest.train(
    rows.map((row) => [...row]),
    [...labels],
  );
  return (asked) => forest.predict(asked.map((row) => [...row]));
}

function loadLibrary(json: ForestJson): RandomForestClassifier {
  // The declared parameter type is wrong. The JSON was checked above.
  return RandomForestClassifier.load(
    json as unknown as Parameters<typeof RandomForestClassifier.load>[0],
  );
}

function checkNode(node: unknown, columns: number, depth: number): asserts node is TreeNode {
  if (typeof node !== 'object' || node === null || depth > MAX_TREE_DEPTH) throw damaged();
  const fields = node as Record<string, unknown>;
  if (!isCount(fields['numberSamples'])) throw damaged();
  if ('left' in fields) checkSplit(fields, columns, depth);
  else checkLeaf(fields['distribution']);
}

function checkSplit(fields: Record<string, unknown>, columns: number, depth: number): void {
  const column = fields['splitColumn'];
  if (!isCount(column) || column >= columns || fields['splitValue'] !== 0.5) throw damaged();
  checkNode(fields['left'], columns, depth + 1);
  checkNode(fields['right'], columns, depth + 1);
}

function checkLeaf(distribution: unknown): void {
  const row: unknown = Array.isArray(distribution) ? distribution[0] : undefined;
  const good = Array.isArray(row) && row.length === 2 && row.every((share) => isShare(share));
  if (!good) throw damaged();
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function damaged(): RulewrightError {
  return new RulewrightError(
    'invalid-input',
    l10n.t('The model file is damaged: a tree cannot be read.'),
    { hint: l10n.t('Train the model again.') },
  );
}
