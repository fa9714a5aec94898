import type { FolderCount, LabelledCommand } from '../../core/event';
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
  const rows = new Set(hits.flatMap((hit) => runs[hit]?.row ?? []));
  return [...rows].sort((a, b) => a - b);
}

/** The rows of these runs, ascending, each with the number of events of the runs. */
export function rowsOfRuns(
  rows: readonly DataRow[],
  runs: readonly Run[],
  hits: readonly number[],
): readonly DataRow[] {
  const counts = new Map<number, number>();
  for (const hit of hits) {
    const run = runs[hit];
    if (run !== undefined) counts.set(run.row, (counts.get(run.row) ?? 0) + run.count);
  }
  return [...counts.keys()]
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const row = rows[at];
      return row === undefined ? [] : [withCount(row, counts.get(at) ?? 0)];
    });
}

/** The row with another number of events. Its template is computed on demand. */
function withCount(row: DataRow, count: number): DataRow {
  if (row.count === count) return row;
  const { command, label, said, asked, isOnlyRefused } = row;
  return {
    ...{ command, label, count },
    get template() {
      return row.template;
    },
    ...(said === undefined ? {} : { said }),
    ...(asked === undefined ? {} : { asked }),
    ...(isOnlyRefused === undefined ? {} : { isOnlyRefused }),
  };
}
