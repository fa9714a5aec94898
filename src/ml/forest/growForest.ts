import { TreeGrower, leafOf, type FlatTree, type GrowInput } from './growTree';
import { mixSeed } from '../../core/random';

/**
 * Every n-th tree uses only features of programs. The other trees mostly use starter rules; these trees find conditions
 * that a pattern can express for commands that no starter rule matches.
 */
const ONLY_PROGRAMS_EVERY = 4;

/** Whether the tree at this index uses only features of programs. */
function usesOnlyPrograms(place: number): boolean {
  return place % ONLY_PROGRAMS_EVERY === 0;
}

/** The trees of a forest to grow: every `step`-th tree, starting at `first`. */
export interface ForestPart {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly trees: number;
}

/** Some trees of a forest, with their out-of-bag votes for each row. */
export interface GrownPart {
  /** Trees with their index in the forest. */
  readonly trees: readonly { readonly place: number; readonly tree: FlatTree }[];
  readonly oobVotes: Int32Array;
  readonly oobUnsafe: Int32Array;
}

/** A complete forest. `oobUnsafe / oobVotes` is the out-of-bag estimate of each row. */
export interface GrownForest {
  readonly trees: readonly FlatTree[];
  readonly oobVotes: Int32Array;
  readonly oobUnsafe: Int32Array;
}

/** Grows a part. Each tree has its own seed, so the forest does not depend on the division into parts. */
export function growPart(input: GrowInput, part: ForestPart, onTree: () => void): GrownPart {
  const grower = new TreeGrower(input);
  const oobVotes = new Int32Array(input.matrix.rows);
  const oobUnsafe = new Int32Array(input.matrix.rows);
  const trees: { place: number; tree: FlatTree }[] = [];
  for (let place = part.first; place < part.trees; place += part.step) {
    const { tree, weight } = grower.grow(mixSeed(part.seed, place), {
      onlyPrograms: usesOnlyPrograms(place),
    });
    trees.push({ place, tree });
    for (let row = 0; row < weight.length; row += 1) {
      if (weight[row] !== 0) continue;
      oobVotes[row] = (oobVotes[row] ?? 0) + 1;
      if (votesUnsafe(tree, leafOf(tree, input.matrix, row))) {
        oobUnsafe[row] = (oobUnsafe[row] ?? 0) + 1;
      }
    }
    onTree();
  }
  return { trees, oobVotes, oobUnsafe };
}

/** Joins the parts of a forest in tree order. */
export function joinParts(parts: readonly GrownPart[]): GrownForest {
  const placed = parts.flatMap((part) => part.trees).sort((a, b) => a.place - b.place);
  const rows = parts[0]?.oobVotes.length ?? 0;
  const oobVotes = new Int32Array(rows);
  const oobUnsafe = new Int32Array(rows);
  for (const part of parts) {
    for (let row = 0; row < rows; row += 1) {
      oobVotes[row] = (oobVotes[row] ?? 0) + (part.oobVotes[row] ?? 0);
      oobUnsafe[row] = (oobUnsafe[row] ?? 0) + (part.oobUnsafe[row] ?? 0);
    }
  }
  return { trees: placed.map(({ tree }) => tree), oobVotes, oobUnsafe };
}

/** P(unsafe) of a node with the precision of the model file: six digits. */
export function nodeShare(tree: FlatTree, node: number): number {
  return Math.round(((tree.unsafe[node] ?? 0) * 1e6) / (tree.total[node] ?? 1)) / 1e6;
}

/** Whether a leaf votes unsafe. A tie is safe, as in `ml-random-forest`. */
export function votesUnsafe(tree: FlatTree, leaf: number): boolean {
  return nodeShare(tree, leaf) > 0.5;
}
