import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { type CommandEvent, givenScore } from '../../core/event';
import { formatCount } from '../../core/formatCount';
import { Label, labelCode, labelFromCode } from '../../core/label';
import { redact } from '../redact/redact';
import { CSV_COLUMNS, type CsvColumn, type CsvHeader } from './csvColumns';

type Cells = readonly (string | undefined)[];

/** A parsed cell: its value, and its text if the value is formatted differently. */
interface Read<T> {
  readonly value?: T;
  readonly raw?: string;
  readonly problem?: string;
}

/** The event in a CSV row, or what is wrong with the row. Rows without an id get one from their content and line. */
export function eventFromRow(
  cells: Cells,
  header: CsvHeader,
  line: number,
): CommandEvent | { readonly problem: string } {
  if (cells.length !== header.width) {
    return {
      problem: l10n.t(
        'it has {0} cells, but the header has {1}',
        formatCount(cells.length),
        formatCount(header.width),
      ),
    };
  }
  const cell = (column: CsvColumn): string | undefined => cells[header.known.get(column) ?? -1];
  const command = cell('command');
  if (command === undefined || command.trim() === '') {
    return { problem: l10n.t('the command is empty') };
  }
  const exitCode = readNumber(cell('exit_code'), 'exit_code', isExitCode);
  const safetyScore = readNumber(cell('safety_score'), 'safety_score', isScore);
  const label = readLabel(cell('safety_label'));
  const problem = exitCode.problem ?? safetyScore.problem ?? label.problem;
  if (problem !== undefined) return { problem };
  return present({
    id: textOr(cell('id'), () => idFor(cells, line)),
    ts: cell('ts') ?? '',
    eventType: cell('event_type') ?? '',
    tabId: cell('tab_id'),
    batchId: cell('batch_id'),
    tool: cell('tool'),
    command,
    exitCode: exitCode.value,
    stdout: cell('stdout'),
    stderr: cell('stderr'),
    safetyScore: safetyScore.value,
    label: label.value,
    metadata: cell('metadata'),
    extra: textsOf([...header.extra].map(([name, at]) => [name, cells[at]])),
    raw: textsOf([
      ['exit_code', exitCode.raw],
      ['safety_score', safetyScore.raw],
      ['safety_label', label.raw],
    ]),
    source: 'csv',
  });
}

/** The cells of an event, in the order of `CSV_COLUMNS` and `extraColumns`. Absent fields are undefined. */
export function rowFromEvent(event: CommandEvent, extraColumns: readonly string[]): Cells {
  const byColumn: Readonly<Record<CsvColumn, string | undefined>> = {
    id: event.id,
    ts: event.ts === '' ? undefined : event.ts,
    event_type: event.eventType === '' ? undefined : event.eventType,
    tab_id: event.tabId,
    batch_id: event.batchId,
    tool: event.tool,
    command: event.command,
    exit_code: event.raw?.['exit_code'] ?? event.exitCode?.toString(),
    stdout: event.stdout,
    stderr: event.stderr,
    safety_score: event.raw?.['safety_score'] ?? givenScore(event)?.toString(),
    safety_label: labelCell(event),
    metadata: event.metadata,
  };
  return [
    ...CSV_COLUMNS.map((column) => byColumn[column]),
    ...extraColumns.map((name) => event.extra?.[name]),
  ];
}

/** The label's original text, unless a person has changed the label since. */
function labelCell(event: CommandEvent): string | undefined {
  const raw = event.raw?.['safety_label'];
  if (raw !== undefined && readLabel(raw).value === event.label) return raw;
  return event.label === undefined ? undefined : labelCode(event.label).toString();
}

function textOr(cell: string | undefined, fallback: () => string): string {
  return cell === undefined || cell === '' ? fallback() : cell;
}

const NO_NUMBER = /^(?:nan|none|null)$/i;

function readNumber(
  cell: string | undefined,
  column: string,
  isValid: (value: number) => boolean,
): Read<number> {
  if (cell === undefined) return {};
  const text = cell.trim();
  if (text === '' || NO_NUMBER.test(text)) return { raw: cell };
  const value = Number(text);
  if (!isValid(value)) {
    return { problem: l10n.t('"{0}" is not a valid {1}', shorten(cell), column) };
  }
  return value.toString() === cell ? { value } : { value, raw: cell };
}

function isExitCode(value: number): boolean {
  return Number.isSafeInteger(value);
}

function isScore(value: number): boolean {
  return value >= 0 && value <= 100;
}

function readLabel(cell: string | undefined): Read<Label> {
  if (cell === undefined) return {};
  const text = cell.trim().toLowerCase();
  if (text === '' || NO_NUMBER.test(text)) return { raw: cell };
  const value = labelFromCode(text) ?? Label.options.find((label) => label === text);
  if (value === undefined) {
    return {
      problem: l10n.t(
        'the label is "{0}", but must be 0 (safe), 1 (unsafe) or 2 (unknown)',
        shorten(cell),
      ),
    };
  }
  return labelCode(value).toString() === cell ? { value } : { value, raw: cell };
}

/** A cell for a message, without secrets. */
function shorten(cell: string): string {
  const text = redact(cell);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The same row of the same file always gets the same id, so that a second import adds nothing. */
function idFor(cells: Cells, line: number): string {
  const hash = createHash('sha256').update(JSON.stringify([line, ...cells]));
  return `csv-${hash.digest('hex').slice(0, 24)}`;
}

function textsOf(
  entries: readonly (readonly [string, string | undefined])[],
): Record<string, string> | undefined {
  const texts = entries.filter(
    (entry): entry is readonly [string, string] => entry[1] !== undefined,
  );
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

/** Removes undefined properties: events omit absent fields. */
function present(fields: { [K in keyof CommandEvent]: CommandEvent[K] | undefined }): CommandEvent {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) event[name] = value;
  }
  return event as unknown as CommandEvent; // every required field was set by the caller
}
