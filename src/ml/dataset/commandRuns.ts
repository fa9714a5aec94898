import type { FolderCount, LabelledCommand } from '../../core/event';
import { distinctAscending } from '../../core/ascending';
import type { DataRow } from './dataset';

/** A command as it ran in working directories in which it is parsed identically. */
export interface Run {
  /** Index of the command's row. */
  readonly row: number;
  /** Number of events. */
  readonly count: number;
}

/** The known working directories of each command. */
export function knownFolders(
  commands: readonly LabelledCommand[],
): ReadonlyMap<string, readonly FolderCount[]> {
  const known = new Map<string, readonly FolderCount[]>();
  for (const { command, folders } of commands) {
    if (folders === undefined) continue;
    known.set(command, [...(known.get(command) ?? []), ...folders]);
  }
  return known;
}

/** The distinct rows of these runs, ascending. */
export function rowNumbers(runs: readonly Run[], hits: readonly number[]): readonly number[] {
  const rows: number[] = [];
  for (const hit of hits) {
    const run = runs[hit];
    if (run !== undefined) rows.push(run.row);
  }
  return distinctAscending(rows);
}

/** The rows of these runs, ascending, each with the number of events of the runs. */
export function rowsOfRuns(
  rows: readonly DataRow[],
  runs: readonly Run[],
  hits: readonly number[],
): readonly DataRow[] {
  const counts = new Float64Array(rows.length);
  for (const hit of hits) {
    const run = runs[hit];
    if (run !== undefined) counts[run.row] = (counts[run.row] ?? 0) + run.count;
  }
  const found: DataRow[] = [];
  for (const at of rowNumbers(runs, hits)) {
    const row = rows[at];
    if (row !== undefined) found.push(withCount(row, counts[at] ?? 0));
  }
  return found;
}

/** The row with another number of events. Its template is computed on demand. */
function withCount(row: DataRow, count: number): DataRow {
  if (row.count === count) return row;
  const { command, label, answers, answerDates, isOnlyRefused } = row;
  return {
    ...{ command, label, count },
    get template() {
      return row.template;
    },
    ...(answers === undefined ? {} : { answers }),
    ...(answerDates === undefined ? {} : { answerDates }),
    ...(isOnlyRefused === undefined ? {} : { isOnlyRefused }),
  };
}
