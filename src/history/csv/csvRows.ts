import { parse } from 'csv-parse/sync';
import { basename } from 'node:path';
import type { RowFault, RunControl } from '../../core/ports';
import { type RecordText, RecordCutter } from './csvRecords';
import { readTextPieces } from './csvText';

/** One row: its cells as text. A bare empty cell is undefined, a quoted one is ''. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly (string | undefined)[];
}

export interface CsvRowBatch {
  readonly rows: readonly CsvRow[];
  readonly faults: readonly RowFault[];
}

/** Line ends of either kind, in one file too; rows of another width are the caller's to refuse. */
const FORM = { record_delimiter: ['\r\n', '\n'], relax_column_count: true };

/**
 * Streams the rows of a CSV file, the header among them, in batches small enough not to hold up the event loop.
 * A row that is no CSV comes as a fault with its line; the next one is read again from its start, which a single
 * csv-parse stream over the file would not do: it stops there, or swallows rows up to the next quote.
 */
export async function* readCsvRows(
  path: string,
  run: RunControl = {},
): AsyncGenerator<CsvRowBatch> {
  const cutter = new RecordCutter(basename(path));
  let damaged = false;
  for await (const piece of readTextPieces(path, run)) {
    damaged = piece.damaged;
    cutter.push(piece.text);
    yield parseBatch(cutter, false, damaged);
  }
  cutter.end();
  yield parseBatch(cutter, true, damaged);
}

function parseBatch(cutter: RecordCutter, atEnd: boolean, damaged: boolean): CsvRowBatch {
  const records: RecordText[] = [];
  for (let record = cutter.next(atEnd); record; record = cutter.next(atEnd)) records.push(record);
  const [first] = records;
  if (first === undefined) return { rows: [], faults: [] };
  const rows = damaged ? undefined : parseAll(records);
  if (rows !== undefined) return { rows, faults: [] };
  cutter.rewind(first.line);
  return parseOneByOne(cutter, atEnd);
}

/** All records in one go; undefined unless every one of them is a good row. */
function parseAll(records: readonly RecordText[]): CsvRow[] | undefined {
  if (records.some((record) => record.problem !== undefined)) return undefined;
  const table = tableOf(records.map((record) => record.text).join('\n'));
  if (table?.length !== records.length) return undefined;
  return records.map((record, at) => rowOf(record, table[at] ?? []));
}

function parseOneByOne(cutter: RecordCutter, atEnd: boolean): CsvRowBatch {
  const rows: CsvRow[] = [];
  const faults: RowFault[] = [];
  for (let record = cutter.next(atEnd); record; record = cutter.next(atEnd)) {
    const outcome = parseOne(record);
    if ('cells' in outcome) rows.push(outcome);
    else {
      faults.push(outcome);
      if (record.problem === undefined) cutter.rewind(record.line + 1);
    }
  }
  return { rows, faults };
}

function parseOne(record: RecordText): CsvRow | RowFault {
  if (record.problem !== undefined) return { line: record.line, problem: record.problem };
  if (record.text.includes('\uFFFD')) {
    return { line: record.line, problem: 'it holds bytes that are not UTF-8 text' };
  }
  const table = tableOf(record.text);
  if (table?.length !== 1) {
    return {
      line: record.line,
      problem: 'a quote stands where none may: double it, and quote the cell',
    };
  }
  return rowOf(record, table[0] ?? []);
}

function tableOf(text: string): string[][] | undefined {
  try {
    return parse(text, FORM);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function rowOf(record: RecordText, cells: readonly string[]): CsvRow {
  const mayQuoteNothing = QUOTED_NOTHING.test(record.text) && cells.includes('');
  return { line: record.line, cells: mayQuoteNothing ? exactCells(record.text) : cells.map(bare) };
}

const QUOTED_NOTHING = /(?:^|,)""(?:,|$)/m;

function bare(cell: string): string | undefined {
  return cell === '' ? undefined : cell;
}

/** The slow way, for the few rows with a quoted empty cell. */
function exactCells(text: string): (string | undefined)[] {
  const cells: (string | undefined)[] = [];
  const cast = (cell: string, { quoting }: { quoting: boolean }): string => {
    cells.push(quoting ? cell : bare(cell));
    return cell;
  };
  parse(text, { ...FORM, cast });
  return cells;
}
