import { ColumnCounts } from './columnCounts';
import { ColumnSampler } from './columnSampler';
import { Rng } from '../../core/random';
import { cell, sharedInts, type SparseMatrix } from './sparseMatrix';

/** The training data and parameters of all trees of a forest. */
export interface GrowInput {
  readonly matrix: SparseMatrix;
  /** For each row: 1 unsafe, 0 safe. */
  readonly labels: Uint8Array;
  /**
   * Rows of a group are sampled together, so that out-of-bag rows belong to groups that the tree was not trained on.
   */
  readonly groupStart: Int32Array;
  readonly groupRows: Int32Array;
  /** Weight of an unsafe row (an integer); the weight of a safe row is 1. */
  readonly unsafeWeight: number;
  /** Number of leading columns that contain features of one program, which a pattern can express. Default: all. */
  readonly programColumns?: number;
  /** Number of columns to evaluate at each split. */
  readonly columnsPerSplit: number;
  readonly maxDepth: number;
}

/** A tree as parallel arrays, root first. `column` is −1 for a leaf. Counts are weighted. */
export interface FlatTree {
  readonly column: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly total: Int32Array;
  readonly unsafe: Int32Array;
}

/** A tree, and the weight of each row in it; 0 for out-of-bag rows. */
export interface GrownTree {
  readonly tree: FlatTree;
  readonly weight: Int32Array;
}

/** A range of the row order that is not a node yet. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly constants: number;
  readonly parent: number;
  readonly isRight: boolean;
}

/**
 * Grows trees as in Breiman (2001): a bootstrap sample of the rows, the best Gini split among random columns at each node,
 * and no pruning.
 */
export class TreeGrower {
  readonly #input: GrowInput;
  readonly #weight: Int32Array;
  readonly #unsafeWeight: Int32Array;
  readonly #order: Int32Array;
  readonly #allColumns: ColumnSampler;
  readonly #programColumns: ColumnSampler;
  #sampler: ColumnSampler;
  readonly #counts: ColumnCounts;

  constructor(input: GrowInput) {
    const { rows, columns } = input.matrix;
    this.#input = input;
    this.#weight = new Int32Array(rows);
    this.#unsafeWeight = new Int32Array(rows);
    this.#order = new Int32Array(rows);
    const { programColumns = columns, columnsPerSplit } = input;
    this.#allColumns = new ColumnSampler(columns, columnsPerSplit);
    this.#programColumns = new ColumnSampler(programColumns, columnsPerSplit);
    this.#sampler = this.#allColumns;
    this.#counts = new ColumnCounts(input.matrix, {
      order: this.#order,
      weight: this.#weight,
      unsafeWeight: this.#unsafeWeight,
      columnsPerSplit: input.columnsPerSplit,
    });
  }

  /** Grows a tree, optionally without features of the whole command. The next call overwrites `weight`. */
  grow(seed: number, { onlyPrograms = false } = {}): GrownTree {
    this.#sampler = onlyPrograms ? this.#programColumns : this.#allColumns;
    const rng = new Rng(seed);
    const end = this.#bootstrap(rng);
    this.#sampler.reset();
    const nodes = new NodeList();
    const open: Span[] = [{ start: 0, end, depth: 0, constants: 0, parent: -1, isRight: false }];
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
      this.#growNode(span, nodes, open, rng);
    }
    return { tree: nodes.tree(), weight: this.#weight };
  }

  #bootstrap(rng: Rng): number {
    this.#draw(rng);
    const { labels } = this.#input;
    let sampled = 0;
    for (let row = 0; row < this.#weight.length; row += 1) {
      const weight = this.#weight[row] ?? 0;
      this.#unsafeWeight[row] = labels[row] === 1 ? weight : 0;
      if (weight === 0) continue;
      this.#order[sampled] = row;
      sampled += 1;
    }
    this.#counts.begin();
    return sampled;
  }

  #draw(rng: Rng): void {
    const { groupStart, groupRows, labels, unsafeWeight } = this.#input;
    const groups = groupStart.length - 1;
    this.#weight.fill(0);
    for (let drawn = 0; drawn < groups; drawn += 1) {
      const group = rng.below(groups);
      const end = groupStart[group + 1] ?? 0;
      for (let i = groupStart[group] ?? 0; i < end; i += 1) {
        const row = groupRows[i] ?? 0;
        this.#weight[row] = (this.#weight[row] ?? 0) + (labels[row] === 1 ? unsafeWeight : 1);
      }
    }
  }

  #growNode(span: Span, nodes: NodeList, open: Span[], rng: Rng): void {
    const order = this.#order;
    const weights = this.#weight;
    const unsafeWeights = this.#unsafeWeight;
    let total = 0;
    let unsafe = 0;
    for (let i = span.start; i < span.end; i += 1) {
      const row = order[i] ?? 0;
      total += weights[row] ?? 0;
      unsafe += unsafeWeights[row] ?? 0;
    }
    const node = nodes.add(total, unsafe, span.parent, span.isRight);
    if (unsafe === 0 || unsafe === total || span.depth >= this.#input.maxDepth) return;
    const column = this.#bestColumn(span, total, unsafe, rng);
    const constants = this.#sampler.finish();
    if (column < 0) return;
    nodes.split(node, column);
    const middle = this.#partition(span, column);
    const depth = span.depth + 1;
    const parent = node;
    open.push({ start: middle, end: span.end, depth, constants, parent, isRight: true });
    open.push({ start: span.start, end: middle, depth, constants, parent, isRight: false });
  }

  #bestColumn(span: Span, total: number, unsafe: number, rng: Rng): number {
    const sampler = this.#sampler;
    const counts = this.#counts;
    counts.enter(span.start, span.end);
    sampler.begin(span.constants);
    let best = -1;
    let bestScore = -1;
    for (let column = sampler.next(rng); column >= 0; column = sampler.next(rng)) {
      counts.count(column);
      if (counts.all === 0 || counts.all === total) {
        sampler.constant();
        continue;
      }
      sampler.usable();
      const score = giniScore(counts.all, counts.unsafe, total, unsafe);
      if (score > bestScore) {
        bestScore = score;
        best = column;
      }
    }
    counts.leave();
    return best;
  }

  #partition(span: Span, column: number): number {
    const order = this.#order;
    const { matrix } = this.#input;
    let low = span.start;
    let high = span.end - 1;
    while (low <= high) {
      const row = order[low] ?? 0;
      if (cell(matrix, row, column)) {
        order[low] = order[high] ?? 0;
        order[high] = row;
        high -= 1;
      } else {
        low += 1;
      }
    }
    return low;
  }
}

/** Maximizing this also maximizes the Gini gain: the sum over both sides of Σ count² / total. */
function giniScore(withFeature: number, unsafe1: number, total: number, unsafe: number): number {
  const safe1 = withFeature - unsafe1;
  const withoutFeature = total - withFeature;
  const unsafe0 = unsafe - unsafe1;
  const safe0 = withoutFeature - unsafe0;
  return (
    (unsafe1 * unsafe1 + safe1 * safe1) / withFeature +
    (unsafe0 * unsafe0 + safe0 * safe0) / withoutFeature
  );
}

class NodeList {
  readonly #column: number[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #total: number[] = [];
  readonly #unsafe: number[] = [];

  add(total: number, unsafe: number, parent: number, isRight: boolean): number {
    const node = this.#column.push(-1) - 1;
    this.#left.push(-1);
    this.#right.push(-1);
    this.#total.push(total);
    this.#unsafe.push(unsafe);
    if (parent >= 0) (isRight ? this.#right : this.#left)[parent] = node;
    return node;
  }

  split(node: number, column: number): void {
    this.#column[node] = column;
  }

  /** The tree in shared memory, so that threads can exchange it without copying. */
  tree(): FlatTree {
    const nodes = this.#column.length;
    const memory = sharedInts(5 * nodes);
    const shared = (list: readonly number[], place: number): Int32Array => {
      const part = memory.subarray(place * nodes, (place + 1) * nodes);
      part.set(list);
      return part;
    };
    return {
      column: shared(this.#column, 0),
      left: shared(this.#left, 1),
      right: shared(this.#right, 2),
      total: shared(this.#total, 3),
      unsafe: shared(this.#unsafe, 4),
    };
  }
}

/** The leaf of `tree` for a row of the matrix. */
export function leafOf(tree: FlatTree, matrix: SparseMatrix, row: number): number {
  let node = 0;
  for (let column = tree.column[0] ?? -1; column >= 0; column = tree.column[node] ?? -1) {
    node = (cell(matrix, row, column) ? tree.right[node] : tree.left[node]) ?? 0;
  }
  return node;
}
