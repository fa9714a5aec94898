import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { CommandEvent, LabelledCommand } from '../../core/event';
import { effectiveLabel } from '../../core/event';
import { RulewrightError } from '../../core/errors';
import type { RowFault, RunControl } from '../../core/ports';
import { type CsvHeader, readHeader } from './csvColumns';
import { eventFromRow } from './csvEvent';
import { type CsvRow, readCsvRows } from './csvRows';
import { emptyFile } from './csvText';
import { LabelledCommands } from '../labelledCommands';

/** Some events of a file, and the rows that were skipped. */
export interface EventBatch {
  readonly events: readonly CommandEvent[];
  readonly faults: readonly RowFault[];
}

/** A CSV file as training data: distinct commands by label, the most recent last. */
export interface CommandTable {
  readonly commands: readonly LabelledCommand[];
  readonly rows: number;
  readonly skipped: number;
  /** The first 100 skipped rows. */
  readonly faults: readonly RowFault[];
}

/**
 * Streams the events of a CSV file with the 13 columns in any order and optional extra columns, or with the short form
 * `command,label`. Invalid rows are returned as faults. Throws `invalid-csv` if the file has another format.
 */
export async function* readCsvEvents(
  path: string,
  run: RunControl = {},
): AsyncGenerator<EventBatch> {
  let header: CsvHeader | undefined;
  for await (const batch of readCsvRows(path, run)) {
    if (header !== undefined) yield eventsOf(batch.rows, header, batch.faults);
    else {
      const [first, ...rows] = batch.rows;
      checkHeaderLine(first, batch.faults, basename(path));
      if (first === undefined) continue;
      header = readHeader(first, basename(path));
      yield eventsOf(rows, header, batch.faults);
    }
  }
  if (header === undefined) throw emptyFile(basename(path));
}

/** Streams the commands of a CSV file with their labels for training. Invalid rows go to `onFault`. */
export async function* readCommandsCsv(
  path: string,
  run: RunControl = {},
  onFault: (fault: RowFault) => void = () => undefined,
): AsyncGenerator<LabelledCommand> {
  for await (const batch of readCsvEvents(path, run)) {
    for (const fault of batch.faults) onFault(fault);
    for (const event of batch.events) {
      yield {
        command: event.command,
        label: effectiveLabel(event),
        count: 1,
        given: event.label !== undefined,
      };
    }
  }
}

const MAX_FAULTS = 100;

/** Reads a CSV file as training data. Memory grows with the distinct commands, not with the rows. */
export async function loadCommandsCsv(path: string, run: RunControl = {}): Promise<CommandTable> {
  const commands = new LabelledCommands();
  const faults: RowFault[] = [];
  let rows = 0;
  let skipped = 0;
  for await (const batch of readCsvEvents(path, run)) {
    for (const event of batch.events) commands.add(event);
    rows += batch.events.length;
    skipped += batch.faults.length;
    faults.push(...batch.faults.slice(0, MAX_FAULTS - faults.length));
  }
  return { commands: commands.list(), rows, skipped, faults };
}

function checkHeaderLine(
  first: CsvRow | undefined,
  faults: readonly RowFault[],
  source: string,
): void {
  const fault = faults.find((one) => first === undefined || one.line < first.line);
  if (fault === undefined) return;
  throw new RulewrightError(
    'invalid-csv',
    l10n.t('Line {0} of {1} is not a header: {2}.', String(fault.line), source, fault.problem),
    { hint: l10n.t('The first line must contain the column names, at least "command".') },
  );
}

function eventsOf(
  rows: readonly CsvRow[],
  header: CsvHeader,
  rowFaults: readonly RowFault[],
): EventBatch {
  const events: CommandEvent[] = [];
  const faults: RowFault[] = [...rowFaults];
  for (const { cells, line } of rows) {
    const outcome = eventFromRow(cells, header, line);
    if ('problem' in outcome) faults.push({ line, problem: outcome.problem });
    else events.push(outcome);
  }
  return { events, faults: faults.sort((a, b) => a.line - b.line) };
}
