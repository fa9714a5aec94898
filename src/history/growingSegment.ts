import type { Files } from '../core/fileAccess';
import { type HistoryLine, decodeLine } from './historyLine';

/** Called for each line in order, with its length in bytes. */
export type OnLine = (line: HistoryLine, sizeBytes: number) => void;

const LINE_END = 0x0a;
/** Number of bytes before the read position that are compared to detect a rewritten file. */
const CHECKED_BYTES = 1024;

/**
 * Reads a segment once, and later only the lines appended to it. An incomplete last line counts as damaged until it is
 * complete.
 */
export class GrowingSegment {
  readonly #files: Files;
  readonly #path: string;
  /** `file` and `identity` of `Files.stat` at the last read; empty before. */
  #file = '';
  #identity = '';
  /** The read position, and the bytes before it. */
  #next = 0;
  #before: Buffer = Buffer.alloc(0);
  /** Size of the file at the last read. */
  #end = 0;
  #damaged = 0;
  #endsDamaged = false;

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Number of lines that could not be parsed. */
  get damaged(): number {
    return this.#damaged + (this.#endsDamaged ? 1 : 0);
  }

  /**
   * Calls `onLine` for every new line. Returns false, without calling it, if the file was deleted or changed other than
   * by appending.
   */
  async readNew(onLine: OnLine): Promise<boolean> {
    const stat = await this.#files.stat(this.#path);
    if (stat === undefined) return false;
    if (stat.identity === this.#identity) return true;
    const isNew = this.#file === '';
    if (!isNew && (stat.file !== this.#file || stat.sizeBytes < this.#end)) return false;
    if (!(await this.#readLines(onLine))) return false;
    this.#file = stat.file;
    this.#identity = stat.identity;
    return true;
  }

  async #readLines(onLine: OnLine): Promise<boolean> {
    let expected = this.#before;
    let rest: Buffer[] = [];
    const start = this.#next - expected.length;
    for await (const piece of this.#files.readPieces(this.#path, start)) {
      let bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      const checked = bytes.subarray(0, expected.length);
      if (!checked.equals(expected.subarray(0, checked.length))) return false;
      expected = expected.subarray(checked.length);
      bytes = bytes.subarray(checked.length);
      const complete = bytes.lastIndexOf(LINE_END) + 1;
      if (complete > 0) {
        this.#addLines(Buffer.concat([...rest, bytes.subarray(0, complete)]), onLine);
        rest = [];
      }
      if (complete < bytes.length) rest.push(bytes.subarray(complete));
    }
    if (expected.length > 0) return false;
    this.#addEnd(Buffer.concat(rest), onLine);
    return true;
  }

  /** Adds complete lines. */
  #addLines(bytes: Buffer, onLine: OnLine): void {
    for (const text of bytes.toString('utf8').split('\n')) {
      if (text === '') continue;
      const line = decodeLine(text);
      if (line === undefined) this.#damaged += 1;
      else onLine(line, Buffer.byteLength(text));
    }
    this.#next += bytes.length;
    // Copy the bytes, so that the large buffers can be freed.
    this.#before = Buffer.from(
      Buffer.concat([this.#before, bytes.subarray(-CHECKED_BYTES)]).subarray(-CHECKED_BYTES),
    );
  }

  /** Adds the text after the last line break if it is a complete line; otherwise it is read again later. */
  #addEnd(bytes: Buffer, onLine: OnLine): void {
    const isComplete = bytes.length > 0 && decodeLine(bytes.toString('utf8')) !== undefined;
    if (isComplete) this.#addLines(bytes, onLine);
    this.#endsDamaged = bytes.length > 0 && !isComplete;
    this.#end = this.#next + (isComplete ? 0 : bytes.length);
  }
}
