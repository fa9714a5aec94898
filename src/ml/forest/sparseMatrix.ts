/**
 * A binary matrix in shared memory, in three representations: the rows of each column (postings), the columns of each
 * row, and one bit per cell. Workers use it without copying.
 */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly rowStart: Int32Array;
  readonly rowColumns: Int32Array;
  readonly columnStart: Int32Array;
  readonly columnRows: Int32Array;
  /** `wordsPerRow` words of 32 cells for each row. */
  readonly bits: Uint32Array;
  readonly wordsPerRow: number;
}

/** Builds the matrix from the columns of each row that are 1 (ascending, distinct). */
export function sparseMatrix(rows: readonly ArrayLike<number>[], columns: number): SparseMatrix {
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  const matrix = {
    rows: rows.length,
    columns,
    rowStart: sharedInts(rows.length + 1),
    rowColumns: sharedInts(cells),
    columnStart: sharedInts(columns + 1),
    columnRows: sharedInts(cells),
    bits: new Uint32Array(new SharedArrayBuffer(rows.length * ((columns + 31) >>> 5) * 4)),
    wordsPerRow: (columns + 31) >>> 5,
  };
  fillRows(matrix, rows);
  fillColumns(matrix);
  return matrix;
}

/** Whether a cell is 1. */
export function cell(matrix: SparseMatrix, row: number, column: number): boolean {
  const word = matrix.bits[row * matrix.wordsPerRow + (column >>> 5)] ?? 0;
  return ((word >>> (column & 31)) & 1) === 1;
}

/** The rows in which a column is 1. */
export function columnRows(matrix: SparseMatrix, column: number): Int32Array {
  return matrix.columnRows.subarray(matrix.columnStart[column], matrix.columnStart[column + 1]);
}

/** Integers in shared memory, which workers can access without copying. */
export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function fillRows(matrix: SparseMatrix, rows: readonly ArrayLike<number>[]): void {
  let at = 0;
  rows.forEach((row, index) => {
    matrix.rowStart[index] = at;
    for (let i = 0; i < row.length; i += 1) {
      const column = row[i] ?? 0;
      matrix.rowColumns[at] = column;
      at += 1;
      const word = index * matrix.wordsPerRow + (column >>> 5);
      matrix.bits[word] = (matrix.bits[word] ?? 0) | (1 << (column & 31));
    }
  });
  matrix.rowStart[rows.length] = at;
}

function fillColumns(matrix: SparseMatrix): void {
  const { columnStart, columnRows: target, rowColumns: source, rowStart } = matrix;
  for (const column of source) add(columnStart, column + 1, 1);
  for (let c = 0; c < matrix.columns; c += 1) add(columnStart, c + 1, columnStart[c] ?? 0);
  const next = columnStart.slice(0, matrix.columns);
  for (let row = 0; row < matrix.rows; row += 1) {
    for (const column of source.subarray(rowStart[row], rowStart[row + 1])) {
      target[next[column] ?? 0] = row;
      add(next, column, 1);
    }
  }
}

function add(counts: Int32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}
