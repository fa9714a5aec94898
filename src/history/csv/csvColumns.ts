import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import type { CsvRow } from './csvRows';

/** The thirteen columns of the CSV format, in the order they are written. */
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

/** The index of each column in a file. `extra` has unknown columns by their name in the file. */
export interface CsvHeader {
  readonly width: number;
  readonly known: ReadonlyMap<CsvColumn, number>;
  readonly extra: ReadonlyMap<string, number>;
}

/** Reads the header row. Throws `invalid-csv` if there is no `command` column or a column occurs twice. */
export function readHeader(row: CsvRow, source: string): CsvHeader {
  const cells = row.cells.map((cell) => cell ?? '');

  const known = new Map<CsvColumn, number>();
  const extra = new Map<string, number>();
  const short = !cells.some((cell) => columnOf(cell, false) === 'safety_label');
  for (const [at, cell] of cells.entries()) {
    const column = columnOf(cell, short);
    if (known.has(column as CsvColumn) || extra.has(cell)) {
      throw duplicateColumn(cell, row.line, source);
    }
    if (column === undefined) extra.set(cell, at);
    else known.set(column, at);
  }
  if (!known.has('command')) throw noCommandColumn(cells, row.line, source);
  return { width: cells.length, known, extra };
}

/** The column that a header cell names. In the short form, which has no `safety_label`, `label` has that meaning. */
function columnOf(cell: string, short: boolean): CsvColumn | undefined {
  const name = cell.trim().toLowerCase();
  if (short && name === 'label') return 'safety_label';
  return CSV_COLUMNS.find((column) => column === name);
}

function duplicateColumn(cell: string, line: number, source: string): RulewrightError {
  return new RulewrightError(
    'invalid-csv',
    l10n.t('Line {0} of {1} contains the column "{2}" twice.', String(line), source, cell),
    { hint: l10n.t('Rename or remove one of the two columns.') },
  );
}

function noCommandColumn(cells: readonly string[], line: number, source: string): RulewrightError {
  const found = cells.slice(0, 5).join(', ').slice(0, 80);
  return new RulewrightError(
    'invalid-csv',
    l10n.t('Line {0} of {1} has no column "command" (found: {2}).', String(line), source, found),
    {
      hint: l10n.t(
        'The first line must contain the column names, for example {0}.',
        CSV_COLUMNS.join(','),
      ),
    },
  );
}
