import type { ForestJson, LeafNode, SplitNode, TreeNode } from './forestFormat';
import { nodeShare } from './growForest';
import type { FlatTree } from './growTree';

/** Training parameters that are written to the JSON. */
export interface ForestSettings {
  readonly seed: number;
  readonly columns: number;
  readonly columnsPerSplit: number;
  readonly maxDepth: number;
}

/**
 * Writes trees in the JSON format of `RandomForestClassifier.load` of ml-random-forest. Each tree lists only the columns
 * that it uses (`indexes`), so the file does not grow with the dictionary.
 */
export function forestJson(trees: readonly FlatTree[], settings: ForestSettings): ForestJson {
  const indexes = trees.map((tree) => usedColumns(tree));
  const options = {
    gainFunction: 'gini',
    splitFunction: 'mean',
    minNumSamples: 1,
    maxDepth: settings.maxDepth,
    gainThreshold: 0,
    kind: 'classifier',
  };
  return {
    name: 'RFClassifier',
    baseModel: {
      indexes,
      n: settings.columns,
      replacement: false,
      maxFeatures: settings.columnsPerSplit,
      nEstimators: trees.length,
      treeOptions: options,
      isClassifier: true,
      seed: settings.seed,
      estimators: trees.map((tree, t) => ({
        name: 'DTClassifier',
        options,
        root: nodeJson(tree, 0, places(indexes[t] ?? [])),
      })),
      useSampleBagging: true,
    },
  };
}

/** Converts a tree to arrays with column numbers of the whole dictionary. */
export function flatTree(root: TreeNode, indexes: readonly number[]): FlatTree {
  const lists = { column: [], left: [], right: [], total: [], unsafe: [] } as Record<
    keyof FlatTree,
    number[]
  >;
  addNode(root, indexes, lists);
  return {
    column: Int32Array.from(lists.column),
    left: Int32Array.from(lists.left),
    right: Int32Array.from(lists.right),
    total: Int32Array.from(lists.total),
    unsafe: Int32Array.from(lists.unsafe),
  };
}

function usedColumns(tree: FlatTree): number[] {
  return [...new Set(tree.column.filter((column) => column >= 0))].sort((a, b) => a - b);
}

function places(columns: readonly number[]): ReadonlyMap<number, number> {
  return new Map(columns.map((column, place) => [column, place]));
}

function nodeJson(tree: FlatTree, node: number, place: ReadonlyMap<number, number>): TreeNode {
  const column = tree.column[node] ?? -1;
  const numberSamples = tree.total[node] ?? 0;
  if (column < 0) {
    const unsafe = nodeShare(tree, node);
    return { distribution: [[Math.round((1 - unsafe) * 1e6) / 1e6, unsafe]], numberSamples };
  }
  return {
    splitColumn: place.get(column) ?? 0,
    splitValue: 0.5,
    gain: Number(giniGain(tree, node).toPrecision(6)),
    numberSamples,
    left: nodeJson(tree, tree.left[node] ?? 0, place),
    right: nodeJson(tree, tree.right[node] ?? 0, place),
  };
}

/** The Gini gain of a split, as ml-cart defines it. */
export function giniGain(tree: FlatTree, node: number): number {
  const left = tree.left[node] ?? 0;
  const right = tree.right[node] ?? 0;
  const total = tree.total[node] ?? 1;
  const leftShare = (tree.total[left] ?? 0) / total;
  return gini(tree, node) - leftShare * gini(tree, left) - (1 - leftShare) * gini(tree, right);
}

function gini(tree: FlatTree, node: number): number {
  const share = (tree.unsafe[node] ?? 0) / (tree.total[node] ?? 1);
  return 2 * share * (1 - share);
}

function addNode(
  node: TreeNode,
  indexes: readonly number[],
  lists: Record<keyof FlatTree, number[]>,
): number {
  const at = lists.column.push(isSplit(node) ? (indexes[node.splitColumn] ?? 0) : -1) - 1;
  lists.left.push(-1);
  lists.right.push(-1);
  lists.total.push(node.numberSamples);
  if (!isSplit(node)) {
    lists.unsafe.push(Math.round(node.distribution[0][1] * node.numberSamples));
    return at;
  }
  lists.unsafe.push(0);
  const left = addNode(node.left, indexes, lists);
  const right = addNode(node.right, indexes, lists);
  lists.left[at] = left;
  lists.right[at] = right;
  lists.unsafe[at] = (lists.unsafe[left] ?? 0) + (lists.unsafe[right] ?? 0);
  return at;
}

/** Whether a node is a split and not a leaf. */
function isSplit(node: LeafNode | SplitNode): node is SplitNode {
  return 'left' in node;
}
