import { giniGain } from '../forest/forestJson';
import type { FlatTree, GrowInput } from '../forest/growTree';
import { columnRows } from '../forest/sparseMatrix';
import { byCodeUnit } from '../../core/byCodeUnit';
import type { TopFeature } from './report';

/**
 * Mean decrease in impurity: Σ gain × rows over the splits of each tree, normalized per tree and averaged. (The library's
 * `featureImportance` subtracts the children's gain and can be negative.)
 */
export function importances(trees: readonly FlatTree[], columns: number): Float64Array {
  const sum = new Float64Array(columns);
  for (const tree of trees) {
    const own = new Map<number, number>();
    tree.column.forEach((column, node) => {
      if (column < 0) return;
      own.set(column, (own.get(column) ?? 0) + giniGain(tree, node) * (tree.total[node] ?? 0));
    });
    const sumOfTree = [...own.values()].reduce((total, value) => total + value, 0);
    for (const [column, value] of own) {
      if (sumOfTree > 0) sum[column] = (sum[column] ?? 0) + value / sumOfTree / trees.length;
    }
  }
  return sum;
}

/** The most important features, and the label that each indicates: importance has no sign. */
export function topFeatures(
  trees: readonly FlatTree[],
  input: GrowInput,
  names: readonly string[],
  top: number,
): TopFeature[] {
  const values = importances(trees, names.length);
  const unsafe = input.labels.reduce((sum, label) => sum + label, 0) / input.labels.length;
  return [...names.keys()]
    .sort(
      (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || byCodeUnit(names[a] ?? '', names[b] ?? ''),
    )
    .slice(0, top)
    .map((column) => {
      const rows = columnRows(input.matrix, column);
      const hits = rows.reduce((sum, row) => sum + (input.labels[row] ?? 0), 0);
      const share = rows.length === 0 ? 0 : hits / rows.length;
      return {
        feature: names[column] ?? '',
        importance: Math.round((values[column] ?? 0) * 1e6) / 1e6,
        speaksFor: share > unsafe ? ('unsafe' as const) : ('safe' as const),
        unsafeShare: Math.round(share * 1e6) / 1e6,
        rows: rows.length,
      };
    });
}
