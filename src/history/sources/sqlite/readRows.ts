import * as l10n from '@vscode/l10n';
import { isOld } from '../transcript';
import type { ReadOptions, SourceBatch, SourceCommand } from '../source';
import { openSourceDatabase, type SourceDatabase, type SourceRow } from './sourceDatabase';

/** The query of a source, and how its rows are read. */
export interface RowReader {
  /** Has one parameter, the row number to start after, and returns `n` and `id` with each row, ordered by `n`. */
  readonly sql: string;
  /** Selects the `id` of the row with a given number. */
  readonly check: string;
  /** The command of a row; `none` if it has none, `unknown` if its format is unknown. */
  take(row: SourceRow): RowCommand | 'none' | 'unknown';
}

/** A command, empty if it has not been written yet, and whether the program may still change its row. */
export interface RowCommand {
  readonly command: SourceCommand;
  readonly isUnderWay: boolean;
}

const BATCH = 500;

const unknownRow = (): string => l10n.t('the kind of row is not known');

/**
 * Streams the commands of a database, starting after the last row read. SQLite may renumber rows: if that row has
 * another id now, reading starts from the beginning. An incomplete row is read again later, for up to a day.
 */
export async function* readRows(
  path: string,
  createReader: (database: SourceDatabase) => RowReader,
  options: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const database = await openSourceDatabase(path, options.wasmPath);
  try {
    yield* batches(database, createReader(database), options);
  } finally {
    await database.close();
  }
}

function* batches(
  database: SourceDatabase,
  reader: RowReader,
  { from, nowMs, isFinal = false, signal }: ReadOptions,
): Generator<SourceBatch> {
  const start = startOf(database, reader, from.context);
  let last = start;
  let isPast = false;
  let found: Row[] = [];
  const batch = (isEnd: boolean): SourceBatch => {
    const commands = found.flatMap(({ command }) => (command === undefined ? [] : [command]));
    const faults = found.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
    found = [];
    // With incomplete rows, the file does not count as completely read.
    const offset = isEnd && !isPast ? database.sizeBytes : 0;
    return { commands, faults, skipped: faults.length, position: { offset, context: last } };
  };
  for (const row of database.rows(reader.sql, [Number(start['n'] ?? 0)])) {
    signal?.throwIfAborted();
    const taken = rowOf(reader, row, isFinal ? Infinity : nowMs);
    isPast ||= taken.isUnderWay;
    if (!isPast) last = { n: String(row['n']), id: String(row['id']) };
    if (taken.command !== undefined || taken.fault !== undefined) found.push(taken);
    if (found.length >= BATCH) yield batch(false);
  }
  yield batch(true);
}

interface Row {
  readonly command?: SourceCommand;
  readonly fault?: { readonly line: number; readonly problem: string };
  readonly isUnderWay: boolean;
}

function rowOf(reader: RowReader, row: SourceRow, nowMs: number): Row {
  const taken = reader.take(row);
  if (taken === 'none') return { isUnderWay: false };
  if (taken === 'unknown') {
    return { fault: { line: Number(row['n']), problem: unknownRow() }, isUnderWay: false };
  }
  const { command, isUnderWay } = taken;
  if (isUnderWay && !isOld(command, nowMs)) return { isUnderWay };
  return command.command === '' ? { isUnderWay: false } : { command, isUnderWay: false };
}

/** The row to start after, or none. */
function startOf(
  database: SourceDatabase,
  { check }: RowReader,
  context: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { n, id } = context;
  if (n === undefined || id === undefined) return {};
  const [row] = database.rows(check, [Number(n)]);
  return row?.['id'] === id ? context : {};
}
