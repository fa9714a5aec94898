import type { GrowInput } from '../../src/ml/forest/growTree';
import { Rng } from '../../src/core/random';
import { sharedInts, sparseMatrix } from '../../src/ml/forest/sparseMatrix';

/** Generated rows of zeros and ones with labels, deterministic for each kind. */
export interface ForestData {
  readonly rows: readonly (readonly number[])[];
  readonly labels: Uint8Array;
  readonly columns: number;
}

/**
 * Similar to commands: 20 000 × 500, about twelve set cells per row, few frequent columns, one row in twenty unsafe.
 */
export function sparseData(): ForestData {
  const rng = new Rng(20_000);
  const columns = 500;
  const rows = Array.from({ length: 20_000 }, () =>
    ascending(Array.from({ length: 14 }, () => (rng.below(columns) * rng.below(1000)) / 1000)),
  );
  const labels = Uint8Array.from(rows, (row) => {
    const isUnsafe =
      (row.includes(30) && row.includes(2)) || row.includes(150) || row.includes(333);
    return isUnsafe !== (rng.below(100) === 0) ? 1 : 0;
  });
  return { rows, labels, columns };
}

/** 5 000 × 200, every second cell set; 30 columns matter, with decreasing weight. */
export function denseData(): ForestData {
  const rng = new Rng(5000);
  const columns = 200;
  const rows = Array.from({ length: 5000 }, () =>
    Array.from({ length: columns }, (_, at) => at).filter(() => rng.below(2) === 0),
  );
  const labels = Uint8Array.from(rows, (row) => {
    const pull = row.reduce((sum, column) => sum + (column < 30 ? 30 - column : 0), 0);
    return pull + rng.below(100) > 282 ? 1 : 0;
  });
  return { rows, labels, columns };
}

/** The rows as input for our kernel: each row is a group, unweighted. */
export function growInput({ rows, labels, columns }: ForestData): GrowInput {
  const groupStart = sharedInts(rows.length + 1).map((_, at) => at);
  return {
    matrix: sparseMatrix(rows, columns),
    labels,
    groupStart,
    groupRows: groupStart.subarray(0, rows.length),
    unsafeWeight: 1,
    columnsPerSplit: Math.floor(Math.sqrt(columns)),
    maxDepth: 64,
  };
}

function ascending(drawn: readonly number[]): readonly number[] {
  return [...new Set(drawn.map((value) => Math.floor(value)))].sort((a, b) => a - b);
}
