import type { Files } from '../core/files';
import { type HistoryLine, decodeLine } from './historyLine';

/** Told of each line in its order, with its length in bytes. */
export type TakeLine = (line: HistoryLine, sizeBytes: number) => void;

const LINE_END = 0x0a;
/** Bytes before the place where reading goes on that must still be what they were. */
const CHECKED_BYTES = 1024;

/**
 * One segment, read once, and later only what was appended to it. A last line without its end is read when it is
 * complete: until then it counts as torn.
 */
export class GrowingSegment {
  readonly #files: Files;
  readonly #path: string;
  /** What `Files.stat` said when it was read last; empty before. */
  #file = '';
  #identity = '';
  /** Where the next line begins, and the bytes before that place. */
  #next = 0;
  #before: Buffer = Buffer.alloc(0);
  /** Where the file ended. */
  #end = 0;
  #torn = 0;
  #endsTorn = false;

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Lines that could not be read. */
  get torn(): number {
    return this.#torn + (this.#endsTorn ? 1 : 0);
  }

  /**
   * Hands on every line that was not handed on before. False, and nothing handed on, where the file is gone, or is not
   * the one that was read and then appended to.
   */
  async readOn(take: TakeLine): Promise<boolean> {
    const stat = await this.#files.stat(this.#path);
    if (stat === undefined) return false;
    if (stat.identity === this.#identity) return true;
    const isNew = this.#file === '';
    if (!isNew && (stat.file !== this.#file || stat.sizeBytes < this.#end)) return false;
    if (!(await this.#readLines(take))) return false;
    this.#file = stat.file;
    this.#identity = stat.identity;
    return true;
  }

  async #readLines(take: TakeLine): Promise<boolean> {
    let missing = this.#before;
    let rest: Buffer[] = [];
    const start = this.#next - missing.length;
    for await (const piece of this.#files.readPieces(this.#path, start)) {
      let bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      const checked = bytes.subarray(0, missing.length);
      if (!checked.equals(missing.subarray(0, checked.length))) return false;
      missing = missing.subarray(checked.length);
      bytes = bytes.subarray(checked.length);
      const cut = bytes.lastIndexOf(LINE_END) + 1;
      if (cut > 0) {
        this.#take(Buffer.concat([...rest, bytes.subarray(0, cut)]), take);
        rest = [];
      }
      if (cut < bytes.length) rest.push(bytes.subarray(cut));
    }
    if (missing.length > 0) return false;
    this.#takeEnd(Buffer.concat(rest), take);
    return true;
  }

  /** Whole lines. */
  #take(bytes: Buffer, take: TakeLine): void {
    for (const text of bytes.toString('utf8').split('\n')) {
      if (text === '') continue;
      const line = decodeLine(text);
      if (line === undefined) this.#torn += 1;
      else take(line, Buffer.byteLength(text));
    }
    this.#next += bytes.length;
    // A copy: what is kept must not hold all that was read.
    this.#before = Buffer.from(
      Buffer.concat([this.#before, bytes.subarray(-CHECKED_BYTES)]).subarray(-CHECKED_BYTES),
    );
  }

  /** What has no line end yet: a line that is whole is taken, another one waits for the rest of it. */
  #takeEnd(bytes: Buffer, take: TakeLine): void {
    const isWhole = bytes.length > 0 && decodeLine(bytes.toString('utf8')) !== undefined;
    if (isWhole) this.#take(bytes, take);
    this.#endsTorn = bytes.length > 0 && !isWhole;
    this.#end = this.#next + (isWhole ? 0 : bytes.length);
  }
}
