import type { Rng } from '../../core/random';

/**
 * Draws the columns of a node, each at most once, and skips columns that were constant in a parent. The algorithm is that
 * of scikit-learn's `node_split_best`: columns [0, known) were constant in the parent, those found constant in this node
 * follow, and usable ones are moved to the end. Draws at least one usable column, if there is one.
 */
export class ColumnSampler {
  readonly #columns: number;
  readonly #perSplit: number;
  readonly #order: Int32Array;
  readonly #constants: Int32Array;
  #known = 0;
  #open = 0;
  #visited = 0;
  #found = 0;
  #drawnKnown = 0;
  #at = 0;

  constructor(columns: number, perSplit: number) {
    this.#columns = columns;
    this.#perSplit = perSplit;
    this.#order = new Int32Array(columns);
    this.#constants = new Int32Array(columns);
    this.reset();
  }

  /** Call it before each tree. */
  reset(): void {
    for (let i = 0; i < this.#columns; i += 1) this.#order[i] = i;
  }

  /** Call it before each node. `known` is the result of the parent's `finish`; 0 at the root. */
  begin(known: number): void {
    this.#known = known;
    this.#open = this.#columns;
    this.#visited = 0;
    this.#found = 0;
    this.#drawnKnown = 0;
  }

  /** The next column to evaluate, or −1. */
  next(rng: Rng): number {
    while (this.#mayDraw()) {
      this.#visited += 1;
      const pick = this.#drawnKnown + rng.below(this.#open - this.#found - this.#drawnKnown);
      if (pick >= this.#known) {
        this.#at = pick + this.#found;
        return this.#order[this.#at] ?? -1;
      }
      this.#swap(this.#drawnKnown, pick);
      this.#drawnKnown += 1;
    }
    return -1;
  }

  /** Marks the last column as constant in this node. */
  constant(): void {
    this.#swap(this.#at, this.#known + this.#found);
    this.#found += 1;
  }

  /** Marks the last column as able to split this node. */
  usable(): void {
    this.#open -= 1;
    this.#swap(this.#at, this.#open);
  }

  /** Call it after each node that drew columns. Returns the number of columns that are constant for its children. */
  finish(): number {
    const end = this.#known + this.#found;
    for (let i = 0; i < this.#known; i += 1) this.#order[i] = this.#constants[i] ?? 0;
    for (let i = this.#known; i < end; i += 1) this.#constants[i] = this.#order[i] ?? 0;
    return end;
  }

  #mayDraw(): boolean {
    return (
      this.#open > this.#known + this.#found &&
      (this.#visited < this.#perSplit || this.#visited <= this.#found + this.#drawnKnown)
    );
  }

  #swap(a: number, b: number): void {
    const kept = this.#order[a] ?? 0;
    this.#order[a] = this.#order[b] ?? 0;
    this.#order[b] = kept;
  }
}
