/** The heights of the rows of a long list: measured heights, and an estimate for rows that were never shown. */
export class RowHeights {
  private heights: Float64Array;
  /** The start of each row, followed by the end of the list; undefined until requested again. */
  private offsets: Float64Array | undefined;
  private estimate: number;
  private isMeasured = false;

  constructor(count: number, estimate: number) {
    this.heights = new Float64Array(count);
    this.estimate = estimate;
  }

  get count(): number {
    return this.heights.length;
  }

  /** Adds or removes rows at the end. */
  resize(count: number): void {
    if (count === this.count) return;
    const heights = new Float64Array(count);
    heights.set(this.heights.subarray(0, count));
    this.heights = heights;
    this.offsets = undefined;
  }

  /** Sets the measured heights of rows, starting at row `first`. The first measurement becomes the estimate. */
  measure(first: number, measured: readonly number[]): void {
    measured.forEach((height, index) => {
      if (this.heights[first + index] === height || height === 0) return;
      this.heights[first + index] = height;
      this.offsets = undefined;
    });
    const sum = measured.reduce((total, height) => total + height, 0);
    if (this.isMeasured || sum === 0) return;
    this.isMeasured = true;
    this.estimate = sum / measured.length;
  }

  /** The start of a row, or for `count` the end of the list. In pixels from the start of the list. */
  top(row: number): number {
    return this.all()[Math.min(row, this.count)] ?? 0;
  }

  /** The row at a position. */
  at(px: number): number {
    const offsets = this.all();
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((offsets[middle] ?? 0) <= px) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private all(): Float64Array {
    if (this.offsets !== undefined) return this.offsets;
    const offsets = new Float64Array(this.count + 1);
    this.heights.forEach((height, row) => {
      offsets[row + 1] = (offsets[row] ?? 0) + (height || this.estimate);
    });
    this.offsets = offsets;
    return offsets;
  }
}
