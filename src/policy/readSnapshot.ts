import { RulewrightError } from '../core/errors';
import type { RuleMode } from '../core/rule';
import { RuleEngine } from '../matcher/ruleEngine';
import type { RuleTables } from '../matcher/ruleTables';
import { sha256 } from '../files/sha256';
import { readWhole, type WholeFile } from '../files/wholeFile';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';
import {
  FORMAT,
  HASH_AT,
  HASH_BYTES,
  HEADER_AT,
  LENGTH_AT,
  MAGIC,
  padded,
  RULE_TEXTS,
  type Header,
} from './snapshotFormat';

// A guard process runs for each command, so this file loads only what evaluating needs, and no schema library. The hash
// replaces the schema: bytes with a matching hash were written by `snapshotBytes`.

/** The marks of files whose hash was verified before. A file with the same mark has not changed. */
export interface VerifiedMarks {
  has(mark: string): boolean;
  add(mark: string): void;
}

/** Optimizations for a process that reads the policy once and ends. */
export interface ReadOptions {
  readonly verified?: VerifiedMarks;
  /** Memory for the file, which the returned policy continues to use (see `readWhole`). */
  readonly buffer?: Buffer;
  /** Maximum size of the file. Default: that of `readWhole`. */
  readonly maxBytes?: number;
}

/**
 * Reads the published policy synchronously. Throws `not-found` if there is none, `store-newer` for another format,
 * `store-damaged` if the hash does not match, `io-failed` if the file cannot be read.
 */
export function readPublishedPolicy(
  path: string,
  { verified, buffer, maxBytes }: ReadOptions = {},
): ReadablePolicy {
  const { bytes, mark, isSettled } = readFile(path, buffer, maxBytes);
  if (verified?.has(mark) === true) return policyIn(bytes, path);
  const policy = parseSnapshot(bytes, path);
  if (isSettled) verified?.add(mark);
  return policy;
}

function readFile(
  path: string,
  buffer: Buffer | undefined,
  maxBytes: number | undefined,
): WholeFile {
  try {
    return readWhole(path, buffer, maxBytes);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing
      ? new RulewrightError('not-found', `There is no published policy at ${path}.`, {
          hint: 'Open VS Code with Rulewright once; it publishes the policy.',
        })
      : new RulewrightError('io-failed', `The published policy at ${path} cannot be read.`, {
          hint: 'Check the permissions of the file.',
          cause: error,
        });
  }
}

/** Verifies and parses the bytes of a published file; `path` is used in error messages. */
export function parseSnapshot(bytes: Uint8Array, path: string): ReadablePolicy {
  if (!isIntact(bytes)) throw damaged(path);
  return policyIn(bytes, path);
}

function isIntact(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_AT || textOf(bytes.subarray(0, HASH_AT)) !== MAGIC) return false;
  const sealed = bytes.subarray(HASH_AT, HASH_AT + HASH_BYTES);
  return sha256(bytes.subarray(LENGTH_AT)).every((byte, at) => byte === sealed[at]);
}

/**
 * The random number from which the seed of a published file was derived; undefined if the file has
 * none.
 */
export function seedOf(bytes: Uint8Array, path: string): number | undefined {
  if (!isIntact(bytes)) throw damaged(path);
  return readHeader(bytes, path).drawn;
}

/** The policy in bytes whose hash was verified. Another program may have written them. */
function policyIn(bytes: Uint8Array, path: string): ReadablePolicy {
  try {
    return policyOf(bytes, path);
  } catch (error) {
    throw error instanceof RulewrightError ? error : damaged(path);
  }
}

function policyOf(read: Uint8Array, path: string): ReadablePolicy {
  // Typed arrays require aligned memory.
  const bytes = read.byteOffset % 8 === 0 ? read : Uint8Array.from(read);
  const header = readHeader(bytes, path);
  const first = padded(HEADER_AT + viewOf(bytes).getUint32(LENGTH_AT, true));
  const section = (name: string): { at: number; length: number } => {
    const found = header.sections.find((one) => one.name === name);
    if (found === undefined) throw damaged(path);
    return { at: bytes.byteOffset + first + found.start, length: found.length };
  };
  const bytes8 = (name: string): Uint8Array => {
    const { at, length } = section(name);
    return new Uint8Array(bytes.buffer, at, length);
  };
  const bytes16 = (name: string): Uint16Array => {
    const { at, length } = section(name);
    return new Uint16Array(bytes.buffer, at, length);
  };
  const bytes32 = (name: string): Uint32Array => {
    const { at, length } = section(name);
    return new Uint32Array(bytes.buffer, at, length);
  };
  const tables: RuleTables = {
    flags: bytes8('flags'),
    syntax: bytes8('syntax'),
    syntaxStarts: bytes32('syntaxStarts'),
    setRanges: bytes16('setRanges'),
    setStarts: bytes32('setStarts'),
    gates: bytes32('gates'),
    gateStarts: bytes32('gateStarts'),
    index: {
      seed: header.seed,
      filter: bytes8('filter'),
      grams: bytes32('grams'),
      starts: bytes32('starts'),
      postings: bytes32('postings'),
      checkStarts: bytes32('checkStarts'),
      checks: bytes16('checks'),
      short: bytes8('short'),
      unfiled: bytes32('unfiled'),
    },
  };
  const texts = { bytes: bytes8('texts'), starts: bytes32('textStarts') };
  const modes = bytes8('modes');
  const rules = new RuleEngine(tables);
  const modeAt = (index: number): RuleMode => (modes[index] === 1 ? 'shadow' : 'enforce');
  return {
    version: header.version,
    seq: header.seq,
    size: tables.flags.length,
    rules,
    ruleAt: (index): PolicyRule => {
      const [id = '', pattern = '', title = '', reason = '', instead = ''] = RULE_TEXTS.map(
        (_, at) => textAt(texts, RULE_TEXTS.length * index + at),
      );
      return {
        id,
        pattern,
        effect: rules.effectOf(index),
        mode: modeAt(index),
        reason,
        ...(title === '' ? {} : { title }),
        ...(instead === '' ? {} : { instead }),
      };
    },
    modeAt,
  };
}

/** Many times the length of a header, so that a forged one is not parsed for long. */
const MAX_HEADER = 65_536;

function readHeader(bytes: Uint8Array, path: string): Header {
  const end = HEADER_AT + viewOf(bytes).getUint32(LENGTH_AT, true);
  if (end > MAX_HEADER) throw damaged(path);
  const header = JSON.parse(textOf(bytes.subarray(HEADER_AT, end))) as Header;
  if (header.format !== FORMAT) {
    const isNewer = header.format > FORMAT;
    const message = `The published policy at ${path} was written by ${isNewer ? 'a newer' : 'an older'} version of Rulewright (format ${header.format}; this version reads ${FORMAT}).`;
    const hint = isNewer
      ? 'Update Rulewright.'
      : 'Open VS Code with Rulewright to publish it again.';
    throw new RulewrightError('store-newer', message, { hint });
  }
  return header;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textAt(texts: { bytes: Uint8Array; starts: Uint32Array }, number: number): string {
  const [start, end] = texts.starts.subarray(number, number + 2);
  return textOf(texts.bytes.subarray(start, end));
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString();
}

function damaged(path: string): RulewrightError {
  return new RulewrightError('store-damaged', `The published policy at ${path} is damaged.`, {
    hint: 'Open VS Code with Rulewright; it publishes the policy again.',
  });
}
