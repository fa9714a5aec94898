import type { SparseMatrix } from './sparseMatrix';

/** The rows of a tree. The arrays are shared with `TreeGrower`, which changes them. */
export interface TreeRows {
  /** Rows in node order: each node is a range of it. */
  readonly order: Int32Array;
  readonly weight: Int32Array;
  readonly unsafeWeight: Int32Array;
  readonly columnsPerSplit: number;
}

/**
 * Counts the rows of a node that have a column. For large nodes it reads the column's postings; for
 * small nodes it is cheaper to count all columns of all rows in one pass.
 */
export class ColumnCounts {
  /** Weighted number of rows with the column last counted. */
  all = 0;
  /** Weighted number of unsafe rows among them. */
  unsafe = 0;
  readonly #matrix: SparseMatrix;
  readonly #rows: TreeRows;
  readonly #small: number;
  readonly #mark: Int32Array;
  readonly #counted: Int32Array;
  #node = 0;
  #start = 0;
  #end = 0;
  #isSmall = false;

  constructor(matrix: SparseMatrix, rows: TreeRows) {
    this.#matrix = matrix;
    this.#rows = rows;
    this.#mark = new Int32Array(matrix.rows);
    this.#counted = new Int32Array(matrix.columns * 2);
    // Counting all columns takes two steps per cell of each row, including clearing; postings take one step per row of
    // each drawn column.
    const cells = matrix.rowColumns.length;
    const perRow = Math.max(1, cells / Math.max(1, matrix.rows));
    const perColumn = cells / Math.max(1, matrix.columns);
    this.#small = (rows.columnsPerSplit * perColumn) / (2 * perRow);
  }

  /** Call it before each tree. */
  begin(): void {
    this.#mark.fill(0);
    this.#node = 0;
  }

  /** Enters the node with the rows `start … end` of the order. */
  enter(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
    this.#isSmall = end - start < this.#small;
    if (this.#isSmall) this.#countAll();
    else this.#markAll();
  }

  /** Sets `all` and `unsafe` for a column. */
  count(column: number): void {
    if (this.#isSmall) {
      this.all = this.#counted[2 * column] ?? 0;
      this.unsafe = this.#counted[2 * column + 1] ?? 0;
    } else {
      this.#countPostings(column);
    }
  }

  /** Call it after the last column of the node. */
  leave(): void {
    if (!this.#isSmall) return;
    const counted = this.#counted;
    const { order } = this.#rows;
    const { rowStart, rowColumns } = this.#matrix;
    for (let i = this.#start; i < this.#end; i += 1) {
      const row = order[i] ?? 0;
      const end = rowStart[row + 1] ?? 0;
      for (let c = rowStart[row] ?? 0; c < end; c += 1) {
        const at = 2 * (rowColumns[c] ?? 0);
        counted[at] = 0;
        counted[at + 1] = 0;
      }
    }
  }

  #countAll(): void {
    const { order } = this.#rows;
    for (let i = this.#start; i < this.#end; i += 1) this.#countRow(order[i] ?? 0);
  }

  #countRow(row: number): void {
    const counted = this.#counted;
    const { rowStart, rowColumns } = this.#matrix;
    const all = this.#rows.weight[row] ?? 0;
    const unsafe = this.#rows.unsafeWeight[row] ?? 0;
    const end = rowStart[row + 1] ?? 0;
    for (let c = rowStart[row] ?? 0; c < end; c += 1) {
      const at = 2 * (rowColumns[c] ?? 0);
      counted[at] = (counted[at] ?? 0) + all;
      counted[at + 1] = (counted[at + 1] ?? 0) + unsafe;
    }
  }

  #markAll(): void {
    this.#node += 1;
    const mark = this.#mark;
    const { order } = this.#rows;
    for (let i = this.#start; i < this.#end; i += 1) mark[order[i] ?? 0] = this.#node;
  }

  #countPostings(column: number): void {
    const mark = this.#mark;
    const node = this.#node;
    const { weight, unsafeWeight } = this.#rows;
    const { columnStart, columnRows } = this.#matrix;
    const end = columnStart[column + 1] ?? 0;
    let all = 0;
    let unsafe = 0;
    for (let i = columnStart[column] ?? 0; i < end; i += 1) {
      const row = columnRows[i] ?? 0;
      if (mark[row] !== node) continue;
      all += weight[row] ?? 0;
      unsafe += unsafeWeight[row] ?? 0;
    }
    this.all = all;
    this.unsafe = unsafe;
  }
}
