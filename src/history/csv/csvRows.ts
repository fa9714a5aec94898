import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { parse } from 'csv-parse/sync';
import type { RowFault, RunControl } from '../../core/ports';
import { type RecordText, RecordSplitter } from './csvRecords';
import { readTextPieces } from './csvText';

/** The cells of a row as text. An unquoted empty cell is undefined, a quoted one is ''. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly (string | undefined)[];
}

export interface CsvRowBatch {
  readonly rows: readonly CsvRow[];
  readonly faults: readonly RowFault[];
}

/** Accepts both kinds of line breaks, even in the same file. Callers check the number of cells. */
const PARSE_OPTIONS = { record_delimiter: ['\r\n', '\n'], relax_column_count: true };

/**
 * Streams the rows of a CSV file, including the header, in batches small enough not to block the event loop. An invalid
 * row is returned as a fault with its line, and parsing continues at the next line. A single csv-parse stream over the
 * file would stop there, or skip all rows up to the next quote.
 */
export async function* readCsvRows(
  path: string,
  run: RunControl = {},
): AsyncGenerator<CsvRowBatch> {
  const splitter = new RecordSplitter(basename(path));
  let damaged = false;
  for await (const piece of readTextPieces(path, run)) {
    damaged = piece.damaged;
    splitter.push(piece.text);
    yield parseBatch(splitter, false, damaged);
  }
  splitter.end();
  yield parseBatch(splitter, true, damaged);
}

function parseBatch(splitter: RecordSplitter, atEnd: boolean, damaged: boolean): CsvRowBatch {
  const records: RecordText[] = [];
  for (let record = splitter.next(atEnd); record; record = splitter.next(atEnd)) {
    records.push(record);
  }
  const [first] = records;
  if (first === undefined) return { rows: [], faults: [] };
  const rows = damaged ? undefined : parseAll(records);
  if (rows !== undefined) return { rows, faults: [] };
  splitter.rewind(first.line);
  return parseOneByOne(splitter, atEnd);
}

/** Parses all records in one call; undefined unless all of them are valid. */
function parseAll(records: readonly RecordText[]): CsvRow[] | undefined {
  if (records.some((record) => record.problem !== undefined)) return undefined;
  const table = tableOf(records.map((record) => record.text).join('\n'));
  if (table?.length !== records.length) return undefined;
  return records.map((record, at) => rowOf(record, table[at] ?? []));
}

function parseOneByOne(splitter: RecordSplitter, atEnd: boolean): CsvRowBatch {
  const rows: CsvRow[] = [];
  const faults: RowFault[] = [];
  for (let record = splitter.next(atEnd); record; record = splitter.next(atEnd)) {
    const outcome = parseOne(record);
    if ('cells' in outcome) rows.push(outcome);
    else {
      faults.push(outcome);
      if (record.problem === undefined) splitter.rewind(record.line + 1);
    }
  }
  return { rows, faults };
}

function parseOne(record: RecordText): CsvRow | RowFault {
  if (record.problem !== undefined) return { line: record.line, problem: record.problem };
  if (record.text.includes('\uFFFD')) {
    return { line: record.line, problem: l10n.t('it contains bytes that are not valid UTF-8') };
  }
  const table = tableOf(record.text);
  if (table?.length !== 1) {
    return {
      line: record.line,
      problem: l10n.t('it contains an unexpected quote: double it, and quote the cell'),
    };
  }
  return rowOf(record, table[0] ?? []);
}

function tableOf(text: string): string[][] | undefined {
  try {
    return parse(text, PARSE_OPTIONS);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function rowOf(record: RecordText, cells: readonly string[]): CsvRow {
  const mayHaveQuotedEmpty = QUOTED_EMPTY.test(record.text) && cells.includes('');
  return {
    line: record.line,
    cells: mayHaveQuotedEmpty ? exactCells(record.text) : cells.map(unquoted),
  };
}

const QUOTED_EMPTY = /(?:^|,)""(?:,|$)/m;

function unquoted(cell: string): string | undefined {
  return cell === '' ? undefined : cell;
}

/** Slower, for the few rows with a quoted empty cell. */
function exactCells(text: string): (string | undefined)[] {
  const cells: (string | undefined)[] = [];
  const cast = (cell: string, { quoting }: { quoting: boolean }): string => {
    cells.push(quoting ? cell : unquoted(cell));
    return cell;
  };
  parse(text, { ...PARSE_OPTIONS, cast });
  return cells;
}
