import { RulewrightError } from '../../core/errors';

/** The text of one CSV record and the line of the file it starts on (1 = header). */
export interface RecordText {
  readonly line: number;
  readonly text: string;
  /** Present when no record can be made of it. */
  readonly problem?: string;
}

/** Longest physical line. A longer one means that this is no table of commands. */
const MAX_LINE = 512 * 1024;
/** Longest record over several lines. A longer one means a quote that is never closed. */
const MAX_RECORD = 512 * 1024;

/**
 * Cuts CSV text, handed over in pieces, into records: a record ends at a line end where the quotes so far are even.
 * Done in front of the parser, so that a broken row costs that row only and every line number is known.
 */
export class RecordCutter {
  private readonly source: string;
  private rest = '';
  /** Lines not yet forgotten, each with its line end. */
  private lines: string[] = [];
  /** Line number of `lines[0]`. */
  private firstLine = 1;
  private cursor = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Adds text and forgets what was cut before. Throws `invalid-csv` for a line beyond all reason. */
  push(text: string): void {
    this.forget();
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.add(`${line}\n`);
    this.checkLength(this.rest, this.lines.length);
  }

  /** Adds the last line, where it has no line end. */
  end(): void {
    this.forget();
    if (this.rest !== '') this.add(this.rest);
    this.rest = '';
  }

  /** The next complete record, or undefined when it needs more text. `atEnd`: there is no more. */
  next(atEnd: boolean): RecordText | undefined {
    while (isBlank(this.lines[this.cursor])) this.cursor += 1;
    const start = this.cursor;
    let quotes = 0;
    let length = 0;
    for (let at = start; at < this.lines.length; at += 1) {
      const line = this.lines[at] ?? '';
      quotes += countQuotes(line);
      length += line.length;
      if (quotes % 2 === 0) return this.cut(start, at + 1);
      if (length > MAX_RECORD) return this.giveUp(start, 'not closed within 512 KB');
    }
    return atEnd && start < this.lines.length ? this.giveUp(start, 'never closed') : undefined;
  }

  /** Goes back: the next record starts on `line`, which must have been pushed last. */
  rewind(line: number): void {
    this.cursor = line - this.firstLine;
  }

  private cut(start: number, end: number): RecordText {
    this.cursor = end;
    const text = this.lines.slice(start, end).join('');
    return { line: this.firstLine + start, text: text.replace(/\r?\n$/, '') };
  }

  private giveUp(start: number, how: string): RecordText {
    this.cursor = start + 1;
    const text = this.lines[start] ?? '';
    return { line: this.firstLine + start, text, problem: `a quote is opened here and ${how}` };
  }

  private forget(): void {
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
      `Line ${this.firstLine + at} of ${this.source} is longer than 512 KB.`,
      { hint: 'This is probably no command history. Export it again as CSV, one command a row.' },
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
