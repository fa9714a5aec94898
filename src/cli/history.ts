import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { formatCount } from '../core/formatCount';
import { loadCommandsCsv, type CommandTable } from '../history/csv/csvImport';
import type { CliIo } from './io';

/** A CSV history and its modification time. */
export interface CsvHistory extends CommandTable {
  /** ISO 8601. Results are dated by it, so that the same file gives the same bytes. */
  readonly asOf: string;
}

/** Reads `--csv` and reports skipped rows on stderr. */
export async function readHistory(files: Files, path: string, io: CliIo): Promise<CsvHistory> {
  const stat = await files.stat(path);
  if (stat === undefined) {
    throw new RulewrightError('not-found', `There is no file ${path}.`, {
      hint: 'Check the path.',
    });
  }
  const table = await loadCommandsCsv(path);
  if (table.skipped > 0) {
    io.err(
      `${path}: ${formatCount(table.skipped)} of ${formatCount(table.skipped + table.rows)} rows were skipped.`,
    );
    for (const fault of table.faults.slice(0, 5))
      io.err(`  line ${String(fault.line)}: ${fault.problem}`);
    if (table.skipped > 5) io.err(`  and ${formatCount(table.skipped - 5)} more`);
  }
  return { ...table, asOf: new Date(stat.modifiedMs).toISOString() };
}
