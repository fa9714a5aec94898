import { open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

/** A line of a file. */
export interface Line {
  /** Without its line end. Undefined if the line is too long. */
  readonly bytes: Buffer | undefined;
  /** 1 is the first line that was read. */
  readonly line: number;
  /** Where it starts in the file. */
  readonly start: number;
  /** Where the next one starts. */
  readonly end: number;
  /** True for the last line if it has no line end: another program may be writing it. */
  readonly isOpen?: true;
}

const PIECE_BYTES = 64 * 1024;
const MAX_LINE_BYTES = 8 * 1024 * 1024;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = 0x0a;

/** The message for a line that is skipped because of its length. */
export const tooLong = (): string => l10n.t('the line is too long');

/** Streams the lines of a file from a byte offset, in batches. Lines longer than `maxBytes` have no `bytes`. */
export async function* readLines(
  path: string,
  from: number,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<readonly Line[]> {
  const file = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const cutter = new LineCutter(from, maxBytes);
    for (let at = from; ;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield cutter.cut(piece.subarray(0, bytesRead));
    }
    yield cutter.rest();
  } finally {
    await file.close();
  }
}

/** Streams the lines of content that arrives in chunks. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  const cutter = new LineCutter(0, MAX_LINE_BYTES);
  for await (const piece of pieces) yield cutter.cut(piece);
  yield cutter.rest();
}

class LineCutter {
  private pieces: Buffer[] = [];
  private held = 0;
  private line = 1;

  constructor(
    private start: number,
    private readonly maxBytes: number,
  ) {}

  cut(piece: Buffer): readonly Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      this.keep(piece.subarray(from, at));
      lines.push(this.finish());
      from = at + 1;
    }
    this.keep(Buffer.from(piece.subarray(from)));
    return lines;
  }

  /** The last line if it has no line end. */
  rest(): readonly Line[] {
    if (this.held === 0) return [];
    const line = this.finish();
    return [{ ...line, end: line.end - 1, isOpen: true }];
  }

  private finish(): Line {
    const start = this.start;
    const end = start + this.held + 1;
    const whole = this.held > this.maxBytes ? undefined : Buffer.concat(this.pieces);
    const hasMark = start === 0 && whole?.subarray(0, BOM.length).equals(BOM) === true;
    const bytes = hasMark ? whole.subarray(BOM.length) : whole;
    const line = { bytes, line: this.line, start, end };
    this.line += 1;
    this.start = end;
    this.pieces = [];
    this.held = 0;
    return line;
  }

  private keep(bytes: Buffer): void {
    this.held += bytes.length;
    if (this.held > this.maxBytes) this.pieces = [];
    else this.pieces.push(bytes);
  }
}
