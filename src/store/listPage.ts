import type { SqlRow } from './database';

/** A page of a long list, newest first. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** The `before` value for the next page; undefined at the end of the list. */
  readonly next: number | undefined;
}

/** Makes a page of at most `limit` rows, which contain their `seq`. */
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
