import { createHash, hash } from 'node:crypto';
import { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/files';

/** Bytes that are read and checked together: four of SQLite's pages. */
const BLOCK = 16_384;
/** Blocks that one call of `readAhead` reads. */
const BLOCKS_AHEAD = 64;

/**
 * The content of a policy file, read when SQLite asks for it. All of it was read once before, for its seal, into the
 * same small piece of memory; a block that is read again must still have the digest it had then.
 *
 * sql.js keeps a database in its file system in memory as one `Uint8Array`. This is the part of one that it uses.
 */
export class LazyContent {
  /** Bytes in the file; sql.js takes this for the size of the database. */
  readonly length: number;
  readonly #file: OpenFile;
  readonly #digests: readonly string[];
  readonly #blocks: Uint8Array[] = [];
  /** All blocks before this one are in memory. */
  #ahead = 0;
  #fault: RulewrightError | undefined;

  constructor(file: OpenFile, length: number, digests: readonly string[]) {
    this.#file = file;
    this.length = length;
    this.#digests = digests;
  }

  /** Why what SQLite was given is worth nothing: its answers must not be used. */
  get fault(): RulewrightError | undefined {
    return this.#fault;
  }

  /** What sql.js takes as its own copy: never too short for what it writes, so that it never makes a longer one. */
  slice(): Pick<LazyContent, 'length' | 'subarray' | 'set'> {
    return {
      length: Infinity,
      subarray: (from, to) => this.subarray(from, to),
      set: (bytes, at) => {
        this.set(bytes, at);
      },
    };
  }

  /** Bytes `from` up to `to`. */
  subarray(from: number, to: number): Uint8Array {
    const pieces = [...this.#pieces(from, to)];
    const [only] = pieces;
    return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
  }

  /** Puts bytes in place in memory; the file stays as it is. */
  set(bytes: Uint8Array, at: number): void {
    let done = 0;
    for (const piece of this.#pieces(at, at + bytes.length)) {
      piece.set(bytes.subarray(done, done + piece.length));
      done += piece.length;
    }
  }

  /** Reads some of what was not asked for yet, and tells whether there is more. The file is closed after the last. */
  readAhead(): boolean {
    const until = Math.min(this.#ahead + BLOCKS_AHEAD, this.#digests.length);
    for (; this.#ahead < until; this.#ahead += 1) this.#block(this.#ahead);
    if (this.#ahead < this.#digests.length && this.#fault === undefined) return true;
    this.close();
    return false;
  }

  close(): void {
    this.#file.close();
  }

  *#pieces(from: number, to: number): Generator<Uint8Array> {
    for (let at = from; at < to;) {
      const start = at % BLOCK;
      const piece = this.#block((at - start) / BLOCK).subarray(start, start + to - at);
      yield piece;
      at += piece.length;
    }
  }

  #block(index: number): Uint8Array {
    return (this.#blocks[index] ??= this.#read(index));
  }

  /** SQLite cannot be told of a failure here, so it gets zeros, and `fault` tells what they are. */
  #read(index: number): Uint8Array {
    const block = new Uint8Array(BLOCK);
    const digest = this.#digests[index];
    if (digest === undefined) return block;
    try {
      const inFile = block.subarray(0, this.length - index * BLOCK);
      this.#file.readInto(inFile, index * BLOCK);
      if (hash('sha256', inFile) !== digest) throw changedMeanwhile();
    } catch (error) {
      if (!(error instanceof RulewrightError)) throw error;
      this.#fault ??= error;
      block.fill(0);
    }
    return block;
  }
}

/** Reads the first `length` bytes of a file once, for their SHA-256 and for the ones of their blocks. */
export function scan(
  file: OpenFile,
  length: number,
): { readonly content: LazyContent; readonly digest: string } {
  const whole = createHash('sha256');
  const digests: string[] = [];
  const room = new Uint8Array(BLOCK);
  for (let from = 0; from < length; from += BLOCK) {
    const wanted = room.subarray(0, length - from);
    const block = wanted.subarray(0, file.readInto(wanted, from));
    whole.update(block);
    digests.push(hash('sha256', block));
  }
  return { content: new LazyContent(file, length, digests), digest: whole.digest('hex') };
}

function changedMeanwhile(): RulewrightError {
  const message = 'Another program wrote to the policy file while it was read.';
  const hint = 'Try again: what is there now is checked anew.';
  return new RulewrightError('store-damaged', message, { hint });
}
