import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';

/** The text of a CSV record and its first line in the file (1 is the header). */
export interface RecordText {
  readonly line: number;
  readonly text: string;
  /** Why the record is invalid; absent if it is valid. */
  readonly problem?: string;
}

/** Maximum line length in characters. A longer line means that the file is not a command history. */
const MAX_LINE = 512 * 1024;
/** Maximum length of a record with several lines. A longer record means an unclosed quote. */
const MAX_RECORD = 512 * 1024;

/**
 * Splits CSV text, which is passed in pieces, into records: a record ends at a line break after an even number of quotes.
 * It runs before the parser, so that an invalid row does not affect others and all line numbers are known.
 */
export class RecordSplitter {
  private readonly source: string;
  private rest = '';
  /** Lines in memory, each with its line break. */
  private lines: string[] = [];
  /** Line number of `lines[0]`. */
  private firstLine = 1;
  private cursor = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Adds text and discards the records that were returned before. Throws `invalid-csv` for a line that is too long. */
  push(text: string): void {
    this.discard();
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.add(`${line}\n`);
    this.checkLength(this.rest, this.lines.length);
  }

  /** Adds the last line if it has no line break. */
  end(): void {
    this.discard();
    if (this.rest !== '') this.add(this.rest);
    this.rest = '';
  }

  /** The next complete record; undefined if more text is needed. `atEnd` means that there is no more text. */
  next(atEnd: boolean): RecordText | undefined {
    while (isBlank(this.lines[this.cursor])) this.cursor += 1;
    const start = this.cursor;
    let quotes = 0;
    let length = 0;
    for (let at = start; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? '';
      quotes += countQuotes(line);
      length += line.length;
      if (quotes % 2 === 0) return this.record(start, at + 1);
      if (length > MAX_RECORD) {
        return this.invalid(start, l10n.t('a quote is opened here and not closed within 512 KB'));
      }
    }
    return atEnd && start < this.lines.length
      ? this.invalid(start, l10n.t('a quote is opened here and never closed'))
      : undefined;
  }

  /** Returns to `line`, which must be part of the text that was pushed last. */
  rewind(line: number): void {
    this.cursor = line - this.firstLine;
  }

  private record(start: number, end: number): RecordText {
    this.cursor = end;
    const text = this.lines.slice(start, end).join('');
    return { line: this.firstLine + start, text: text.replace(/\r?\n$/, '') };
  }

  private invalid(start: number, problem: string): RecordText {
    this.cursor = start + 1;
    const text = this.lines[start] ?? '';
    return { line: this.firstLine + start, text, problem };
  }

  private discard(): void {
    this.lines = this.lines.slice(this.cursor);
    this.firstLine += this.cursor;
    this.cursor = 0;
  }

  private add(line: string): void {
    this.checkLength(line, this.lines.length);
    this.lines.push(line);
  }

  private checkLength(line: string, at: number): void {
    if (line.length <= MAX_LINE) return;
    throw new RulewrightError(
      'invalid-csv',
      l10n.t('Line {0} of {1} is longer than 512 KB.', String(this.firstLine + at), this.source),
      {
        hint: l10n.t(
          'This is probably not a command history. Export it again as CSV with one command per row.',
        ),
      },
    );
  }
}

function isBlank(line: string | undefined): boolean {
  return line === '\n' || line === '\r\n';
}

function countQuotes(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count += 1;
  return count;
}
