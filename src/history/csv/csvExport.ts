import type { CommandEvent } from '../../core/event';
import { CSV_COLUMNS } from './csvColumns';
import { rowFromEvent } from './csvEvent';

/** The header line of an export: the 13 columns, then those an import brought along. */
export function csvHeaderLine(extraColumns: readonly string[]): string {
  return csvLine([...CSV_COLUMNS, ...extraColumns]);
}

/** One event as a line of CSV. Reading it again gives the same event. */
export function csvEventLine(event: CommandEvent, extraColumns: readonly string[]): string {
  return csvLine(rowFromEvent(event, extraColumns));
}

/** Adds the columns of `event` that are not among `names` yet. */
export function noteExtraColumns(event: CommandEvent, names: Set<string>): void {
  for (const name of Object.keys(event.extra ?? {})) names.add(name);
}

/** RFC 4180, with one refinement: an absent cell stays bare and an empty one is quoted, so that both come back. */
function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
}

function csvCell(cell: string | undefined): string {
  if (cell === undefined) return '';
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
