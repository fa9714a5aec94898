import type { FlatTree } from '../forest/growTree';

/** Conditions for a path whose features become a candidate. */
export interface PathLimits {
  /** Minimum weighted share of unsafe rows at its node. */
  readonly minPurity: number;
  /** Minimum weight of the unsafe rows at its node. */
  readonly minUnsafe: number;
  /** Maximum number of features that a row must have to reach it. */
  readonly maxFeatures: number;
}

interface Step {
  readonly node: number;
  readonly present: readonly number[];
}

/**
 * The features that rows must have to reach a nearly pure unsafe node of a tree, as ascending column numbers. Features
 * that rows must not have are ignored: a pattern cannot express them, and the backtest measures the result without them.
 */
export function purePaths(tree: FlatTree, limits: PathLimits): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const open: Step[] = [{ node: 0, present: [] }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node, present } = step;
    const column = tree.column[node] ?? -1;
    if (column < 0) continue;
    const [left, right] = [tree.left[node] ?? 0, tree.right[node] ?? 0];
    open.push({ node: left, present });
    if (present.length === limits.maxFeatures) continue;
    const more = [...present, column].sort((a, b) => a - b);
    if (isPure(tree, right, limits)) found.push(more);
    open.push({ node: right, present: more });
  }
  return found;
}

function isPure(tree: FlatTree, node: number, { minPurity, minUnsafe }: PathLimits): boolean {
  const unsafe = tree.unsafe[node] ?? 0;
  return unsafe >= minUnsafe && unsafe >= minPurity * (tree.total[node] ?? 0);
}
