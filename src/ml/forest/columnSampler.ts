import type { Rng } from '../../core/random';

/**
 * Draws the columns of one node, each at most once, and remembers which ones a parent found constant: no child looks
 * at them again. The bookkeeping is that of scikit-learn's `node_split_best`: columns [0, known) were constant in the
 * parent, those found constant here follow, usable ones gather at the end. At least one usable column is drawn, if
 * there is one.
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

  /** Before each tree. */
  reset(): void {
    for (let i = 0; i < this.#columns; i += 1) this.#order[i] = i;
  }

  /** Before each node; `known` is what the parent's `finish` returned, 0 at the root. */
  begin(known: number): void {
    this.#known = known;
    this.#open = this.#columns;
    this.#visited = 0;
    this.#found = 0;
    this.#drawnKnown = 0;
  }

  /** The next column to look at, or −1. */
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

  /** The column just drawn has one value in this node. */
  constant(): void {
    this.#swap(this.#at, this.#known + this.#found);
    this.#found += 1;
  }

  /** The column just drawn can split this node. */
  usable(): void {
    this.#open -= 1;
    this.#swap(this.#at, this.#open);
  }

  /** After each node that drew: how many columns its children need not look at. */
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
