import { RulewrightError } from '../../core/errors';
import type { CsvRow } from './csvRows';

/** The thirteen columns of the CSV form, in the order they are written. */
export const CSV_COLUMNS = [
  'id',
  'ts',
  'event_type',
  'tab_id',
  'batch_id',
  'tool',
  'command',
  'exit_code',
  'stdout',
  'stderr',
  'safety_score',
  'safety_label',
  'metadata',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

/** Where each column of one file stands. `extra` are the columns we do not know, by their name in the file. */
export interface CsvHeader {
  readonly width: number;
  readonly known: ReadonlyMap<CsvColumn, number>;
  readonly extra: ReadonlyMap<string, number>;
}

/** Reads the header row. Throws `invalid-csv` when it names no `command` column, or a column twice. */
export function readHeader(row: CsvRow, source: string): CsvHeader {
  const cells = row.cells.map((cell) => cell ?? '');
  const place = `Line ${row.line} of ${source}`;
  const known = new Map<CsvColumn, number>();
  const extra = new Map<string, number>();
  const short = !cells.some((cell) => columnOf(cell, false) === 'safety_label');
  for (const [at, cell] of cells.entries()) {
    const column = columnOf(cell, short);
    if (known.has(column as CsvColumn) || extra.has(cell)) throw twice(cell, place);
    if (column === undefined) extra.set(cell, at);
    else known.set(column, at);
  }
  if (!known.has('command')) throw noCommandColumn(cells, place);
  return { width: cells.length, known, extra };
}

/** The column a header cell names. In the short form, without `safety_label`, `label` stands for it. */
function columnOf(cell: string, short: boolean): CsvColumn | undefined {
  const name = cell.trim().toLowerCase();
  if (short && name === 'label') return 'safety_label';
  return CSV_COLUMNS.find((column) => column === name);
}

function twice(cell: string, place: string): RulewrightError {
  return new RulewrightError('invalid-csv', `${place} names the column "${cell}" twice.`, {
    hint: 'Rename or remove one of the two columns.',
  });
}

function noCommandColumn(cells: readonly string[], place: string): RulewrightError {
  const found = cells.slice(0, 5).join(', ').slice(0, 80);
  return new RulewrightError(
    'invalid-csv',
    `${place} names no column "command" (found: ${found}).`,
    { hint: `The first line must name the columns, such as ${CSV_COLUMNS.join(',')}.` },
  );
}
