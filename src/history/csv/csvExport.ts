import type { CommandEvent } from '../../core/event';
import { CSV_COLUMNS } from './csvColumns';
import { rowFromEvent } from './csvEvent';

/** The header line of an export: the 13 columns and the extra columns of imported events. */
export function csvHeaderLine(extraColumns: readonly string[]): string {
  return csvLine([...CSV_COLUMNS, ...extraColumns]);
}

/** An event as a line of CSV. Importing it gives an equal event. */
export function csvEventLine(event: CommandEvent, extraColumns: readonly string[]): string {
  return csvLine(rowFromEvent(event, extraColumns));
}

/** Adds the extra columns of `event` to `names`. */
export function noteExtraColumns(event: CommandEvent, names: Set<string>): void {
  for (const name of Object.keys(event.extra ?? {})) names.add(name);
}

/** RFC 4180. Absent cells are unquoted and empty ones are quoted, so that an import can distinguish them. */
function csvLine(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
}

function csvCell(cell: string | undefined): string {
  if (cell === undefined) return '';
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
