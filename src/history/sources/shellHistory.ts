import * as l10n from '@vscode/l10n';
import { isoTime } from '../../core/isoTime';
import { type Line, readLines, tooLong } from './lines';
import type { ReadOptions, SourceBatch, SourceCommand } from './source';

/** A command of a shell's history. */
export interface ShellEntry {
  readonly command: string;
  /** Epoch seconds; absent if the shell does not record times. */
  readonly seconds?: number;
}

/** Assembles commands from the lines of one file. */
export interface EntryReader {
  /** The entries completed by this line; undefined if its format is unknown. */
  take(text: string): readonly ShellEntry[] | undefined;
  /** The entry completed by the end of the file. */
  end(): readonly ShellEntry[];
}

/**
 * Reads an entire history file: shells also truncate and rewrite these files, so a position would be unreliable. Equal
 * commands in the same second are numbered in file order.
 */
export async function* readShellHistory(
  path: string,
  entries: EntryReader,
  { isFinal = false, signal }: ReadOptions,
  decode: (bytes: Buffer) => string = (bytes) => bytes.toString('utf8'),
): AsyncGenerator<SourceBatch> {
  const counter = new Counter();
  const commandsOf = (found: readonly ShellEntry[]): SourceCommand[] =>
    found
      .filter(({ command }) => command.trim() !== '')
      .map((entry) => ({ ...fieldsOf(entry), key: counter.keyOf(entry) }));
  let offset = 0;
  for await (const lines of readLines(path, 0)) {
    signal?.throwIfAborted();
    const commands: SourceCommand[] = [];
    const faults: { line: number; problem: string }[] = [];
    for (const line of lines) {
      if (line.isOpen === true && !isFinal) break; // it may be incomplete
      const found = entriesOf(line, entries, decode);
      if (typeof found === 'string') faults.push({ line: line.line, problem: found });
      else commands.push(...commandsOf(found));
      offset = line.end;
    }
    yield { commands, faults, skipped: faults.length, position: { offset, context: {} } };
  }
  const commands = commandsOf(entries.end());
  yield { commands, faults: [], skipped: 0, position: { offset, context: {} } };
}

/** The entries completed by a line, or its problem. */
function entriesOf(
  { bytes }: Line,
  entries: EntryReader,
  decode: (bytes: Buffer) => string,
): readonly ShellEntry[] | string {
  if (bytes === undefined) return tooLong();
  if (bytes.includes(0)) return l10n.t('the line is not text');
  const text = decode(bytes);
  return (
    entries.take(text.endsWith('\r') ? text.slice(0, -1) : text) ??
    l10n.t('the line cannot be parsed')
  );
}

function fieldsOf({ command, seconds }: ShellEntry): Omit<SourceCommand, 'key'> {
  return seconds === undefined ? { command } : { command, ts: isoTime(seconds * 1000) };
}

/** Numbers equal commands of the same time. */
class Counter {
  private readonly seen = new Map<string, number>();
  private second: number | undefined;

  keyOf({ command, seconds }: ShellEntry): string {
    // Times increase, so commands of earlier seconds are no longer needed.
    if (seconds !== this.second) this.seen.clear();
    this.second = seconds;
    const count = (this.seen.get(command) ?? 0) + 1;
    this.seen.set(command, count);
    return JSON.stringify([seconds ?? null, command, count]);
  }
}
