import { TreeGrower, leafOf, type FlatTree, type GrowInput } from './growTree';
import { mixSeed } from '../../core/random';

/** Which trees of a forest to grow: every `step`-th from `first`. */
export interface ForestPart {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly trees: number;
}

/** Some trees of a forest, and what they said of the rows that they had not seen. */
export interface GrownPart {
  /** With their places in the whole forest. */
  readonly trees: readonly { readonly place: number; readonly tree: FlatTree }[];
  readonly unseenVotes: Int32Array;
  readonly unseenUnsafe: Int32Array;
}

/** The whole forest. The share `unseenUnsafe / unseenVotes` is the out-of-bag opinion of each row. */
export interface GrownForest {
  readonly trees: readonly FlatTree[];
  readonly unseenVotes: Int32Array;
  readonly unseenUnsafe: Int32Array;
}

/** Grows one part. Each tree has a seed of its own, so parts may be cut in any way and give the same forest. */
export function growPart(input: GrowInput, part: ForestPart, onTree: () => void): GrownPart {
  const grower = new TreeGrower(input);
  const unseenVotes = new Int32Array(input.matrix.rows);
  const unseenUnsafe = new Int32Array(input.matrix.rows);
  const trees: { place: number; tree: FlatTree }[] = [];
  for (let place = part.first; place < part.trees; place += part.step) {
    const { tree, weight } = grower.grow(mixSeed(part.seed, place));
    trees.push({ place, tree });
    for (let row = 0; row < weight.length; row += 1) {
      if (weight[row] !== 0) continue;
      unseenVotes[row] = (unseenVotes[row] ?? 0) + 1;
      if (votesUnsafe(tree, leafOf(tree, input.matrix, row))) {
        unseenUnsafe[row] = (unseenUnsafe[row] ?? 0) + 1;
      }
    }
    onTree();
  }
  return { trees, unseenVotes, unseenUnsafe };
}

/** Puts the parts together, in the order of the trees' places. */
export function joinParts(parts: readonly GrownPart[]): GrownForest {
  const placed = parts.flatMap((part) => part.trees).sort((a, b) => a.place - b.place);
  const rows = parts[0]?.unseenVotes.length ?? 0;
  const unseenVotes = new Int32Array(rows);
  const unseenUnsafe = new Int32Array(rows);
  for (const part of parts) {
    for (let row = 0; row < rows; row += 1) {
      unseenVotes[row] = (unseenVotes[row] ?? 0) + (part.unseenVotes[row] ?? 0);
      unseenUnsafe[row] = (unseenUnsafe[row] ?? 0) + (part.unseenUnsafe[row] ?? 0);
    }
  }
  return { trees: placed.map(({ tree }) => tree), unseenVotes, unseenUnsafe };
}

/** P(unsafe) of a node as the model file keeps it: six digits. */
export function nodeShare(tree: FlatTree, node: number): number {
  return Math.round(((tree.unsafe[node] ?? 0) * 1e6) / (tree.total[node] ?? 1)) / 1e6;
}

/** What a leaf votes. A tie is safe, as in `ml-random-forest`. */
export function votesUnsafe(tree: FlatTree, leaf: number): boolean {
  return nodeShare(tree, leaf) > 0.5;
}
