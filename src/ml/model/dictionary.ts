import { byCodeUnit } from '../../core/byCodeUnit';
import { isViewFeature } from '../features/viewFeatures';

/** The feature names of a model and their columns. Unknown names have no column and are ignored. */
export interface Dictionary {
  readonly names: readonly string[];
  columnOf(name: string): number | undefined;
}

/** A dictionary of these names in this order. */
export function dictionary(names: readonly string[]): Dictionary {
  const columns = new Map(names.map((name, column) => [name, column]));
  return { names, columnOf: (name) => columns.get(name) };
}

/**
 * The names without a column. Excludes features of the whole command, because only models trained with the bundled
 * commands use them.
 */
export function unknownNames(known: Dictionary, names: readonly string[]): readonly string[] {
  return names.filter((name) => known.columnOf(name) === undefined && !isViewFeature(name));
}

/**
 * Chooses the names that get a column: those in at least `minRows` rows, at most the `maxNames` most frequent ones. Sorted,
 * so that the same rows give the same columns; features of the whole command come last.
 */
export function chooseNames(
  rows: readonly (readonly string[])[],
  limits: { readonly minRows: number; readonly maxNames: number },
): readonly string[] {
  const seen = new Map<string, number>();
  for (const names of rows) for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  return [...seen.entries()]
    .filter(([, count]) => count >= limits.minRows)
    .sort((a, b) => b[1] - a[1] || byCodeUnit(a[0], b[0]))
    .slice(0, limits.maxNames)
    .map(([name]) => name)
    .sort((a, b) => Number(isViewFeature(a)) - Number(isViewFeature(b)) || byCodeUnit(a, b));
}

/** The columns of one row, ascending. */
export function columnsOf(known: Dictionary, names: readonly string[]): number[] {
  return names
    .map((name) => known.columnOf(name))
    .filter((column) => column !== undefined)
    .sort((a, b) => a - b);
}
