import { createHash, hash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { OpenFile } from '../core/fileAccess';

/** Size of a block, which is read and verified as a whole: four SQLite pages. */
const BLOCK = 16_384;
/** Number of blocks that one call of `readAhead` reads. */
const BLOCKS_AHEAD = 64;

/**
 * The content of a policy file, read on demand. The file was read once before to verify its seal; a block that is read
 * again must still have the digest from then.
 *
 * sql.js keeps a database in its in-memory file system as a `Uint8Array`. This class has the members that it uses.
 */
export class LazyContent {
  /** Size in bytes; sql.js uses it as the size of the database. */
  readonly length: number;
  readonly #file: OpenFile;
  readonly #digests: readonly string[];
  readonly #blocks: Uint8Array[] = [];
  /** Index of the first block that may not be in memory yet. */
  #ahead = 0;
  #fault: RulewrightError | undefined;

  constructor(file: OpenFile, length: number, digests: readonly string[]) {
    this.#file = file;
    this.length = length;
    this.#digests = digests;
  }

  /** Why the content is unusable. Results of SQLite must then be discarded. */
  get fault(): RulewrightError | undefined {
    return this.#fault;
  }

  /** The copy that sql.js requests. Its length is infinite, so that sql.js never allocates a longer one. */
  slice(): Pick<LazyContent, 'length' | 'subarray' | 'set'> {
    return {
      length: Infinity,
      subarray: (from, to) => this.subarray(from, to),
      set: (bytes, at) => {
        this.set(bytes, at);
      },
    };
  }

  /** The bytes from `from` up to, but not including, `to`. */
  subarray(from: number, to: number): Uint8Array {
    const pieces = [...this.#pieces(from, to)];
    const [only] = pieces;
    return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
  }

  /** Writes bytes to memory. The file is not changed. */
  set(bytes: Uint8Array, at: number): void {
    let done = 0;
    for (const piece of this.#pieces(at, at + bytes.length)) {
      piece.set(bytes.subarray(done, done + piece.length));
      done += piece.length;
    }
  }

  /** Reads some of the remaining blocks and returns whether there are more. Closes the file after the last block. */
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

  /** A failure cannot be reported to SQLite here, so it gets zeros, and `fault` is set. */
  #read(index: number): Uint8Array {
    const block = new Uint8Array(BLOCK);
    const digest = this.#digests[index];
    if (digest === undefined) return block;
    try {
      const inFile = block.subarray(0, this.length - index * BLOCK);
      this.#file.readInto(inFile, index * BLOCK);
      if (hash('sha256', inFile) !== digest) throw changedDuringRead();
    } catch (error) {
      if (!(error instanceof RulewrightError)) throw error;
      this.#fault ??= error;
      block.fill(0);
    }
    return block;
  }
}

/** Reads the first `length` bytes of a file once to compute their SHA-256 and the digest of each block. */
export function scan(
  file: OpenFile,
  length: number,
): { readonly content: LazyContent; readonly digest: string } {
  const whole = createHash('sha256');
  const digests: string[] = [];
  const buffer = new Uint8Array(BLOCK);
  for (let from = 0; from < length; from += BLOCK) {
    const wanted = buffer.subarray(0, length - from);
    const block = wanted.subarray(0, file.readInto(wanted, from));
    whole.update(block);
    digests.push(hash('sha256', block));
  }
  return { content: new LazyContent(file, length, digests), digest: whole.digest('hex') };
}

function changedDuringRead(): RulewrightError {
  const message = l10n.t('Another program wrote to the policy file while it was read.');
  const hint = l10n.t('Try again. The file is checked again first.');
  return new RulewrightError('store-damaged', message, { hint });
}
