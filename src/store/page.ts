import type { SqlRow } from './database';

/** Some rows of a long list, newest first. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** The `seq` that the next page ends before; undefined at the end of the list. */
  readonly next: number | undefined;
}

/** At most `limit` rows, which carry their `seq`, as a page. */
export function pageOf<T>(
  rows: readonly SqlRow[],
  limit: number,
  parse: (row: SqlRow) => T,
): Page<T> {
  return {
    rows: rows.map(parse),
    next: rows.length < limit ? undefined : Number(rows.at(-1)?.['seq']),
  };
}
