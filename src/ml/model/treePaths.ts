import type { FlatTree } from '../forest/growTree';

/** What a path must show before its features are looked at as a rule. */
export interface PathLimits {
  /** Share of unsafe rows at its node, by the weights of the tree. */
  readonly minPurity: number;
  /** Weight of the unsafe rows at its node. */
  readonly minUnsafe: number;
  /** Features that a row must have to get there. */
  readonly maxFeatures: number;
}

interface Step {
  readonly node: number;
  readonly present: readonly number[];
}

/**
 * The features that rows must have to reach a nearly pure unsafe node of a tree, as sets of columns in ascending
 * order. What they must lack is left out: a pattern cannot say it, and the backtest shows what it is worth without.
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
