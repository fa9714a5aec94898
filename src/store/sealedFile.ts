import { createHash } from 'node:crypto';
import type { OpenFile } from '../core/fileAccess';
import type { LazyContent } from './lazyContent';
import { scan } from './lazyContent';
import { APPLICATION_ID } from './migrate';

/** Why a file is not a valid policy file. */
export type SealFault = 'empty' | 'not-sqlite' | 'foreign' | 'no-seal' | 'broken-seal';

/** The content of a policy file and its SHA-256. */
export interface Unsealed {
  readonly content: LazyContent;
  readonly digest: string;
  readonly schema: number;
}

const MAGIC = 'SQLite format 3\0';
const SEAL = 'rulewright-sha256:';
const DIGEST_LENGTH = 64;
/** Size of the seal at the end of the file. SQLite ignores it: it reads only the pages that its header counts. */
export const SEAL_BYTES = SEAL.length + DIGEST_LENGTH + 1;
const HEADER_BYTES = 100;

/** Appends the SHA-256 of an SQLite file to it, so that one rename replaces both. */
export function seal(content: Uint8Array): {
  readonly sealed: Uint8Array;
  readonly digest: string;
} {
  const digest = sha256(content);
  const end = Buffer.from(`${SEAL}${digest}\n`, 'latin1');
  return { sealed: Buffer.concat([content, end]), digest };
}

/** Verifies and removes the seal, or returns why the file is invalid. SQLite's own checks miss most bit flips. */
export function unseal(file: OpenFile): Unsealed | SealFault {
  if (file.sizeBytes === 0) return 'empty';
  const header = bytesOf(file, 0, HEADER_BYTES);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'not-sqlite';
  const length = file.sizeBytes - SEAL_BYTES;
  const sealed = length < 0 ? undefined : sealDigest(bytesOf(file, length, SEAL_BYTES));
  // Use these only once the seal matches: a bit flip can change them.
  const foreign = header.length < HEADER_BYTES || header.readUInt32BE(68) !== APPLICATION_ID;
  if (sealed === undefined) return foreign ? 'foreign' : 'no-seal';
  const { content, digest } = scan(file, length);
  if (digest !== sealed) return 'broken-seal';
  return foreign ? 'foreign' : { content, digest, schema: header.readUInt32BE(60) };
}

function bytesOf(file: OpenFile, from: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, file.readInto(buffer, from));
}

/** The digest in the last bytes of a file, if they are a seal. */
function sealDigest(end: Buffer): string | undefined {
  const text = end.toString('latin1');
  return new RegExp(`^${SEAL}([0-9a-f]{${DIGEST_LENGTH}})\\n$`).exec(text)?.[1];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
