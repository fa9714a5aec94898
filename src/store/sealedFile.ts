import { createHash } from 'node:crypto';
import { APPLICATION_ID } from './migrate';

/** Why bytes are not a policy file that may be believed. */
export type SealFault = 'empty' | 'not-sqlite' | 'foreign' | 'no-seal' | 'broken-seal';

/** A policy file's content, with the SHA-256 it was sealed with. */
export interface Unsealed {
  readonly content: Uint8Array;
  readonly digest: string;
  readonly schema: number;
}

const MAGIC = 'SQLite format 3\0';
const SEAL = 'rulewright-sha256:';
const DIGEST_LENGTH = 64;
/** Bytes at the end of the file; SQLite itself reads only as many pages as its header counts. */
export const SEAL_BYTES = SEAL.length + DIGEST_LENGTH + 1;
const HEADER_BYTES = 100;

/** Adds the SHA-256 of an SQLite file to its end: one rename replaces both. */
export function seal(content: Uint8Array): {
  readonly sealed: Uint8Array;
  readonly digest: string;
} {
  const digest = sha256(content);
  const end = Buffer.from(`${SEAL}${digest}\n`, 'latin1');
  return { sealed: Buffer.concat([content, end]), digest };
}

/** Takes the seal off, or says why these bytes may not be believed. SQLite's own checks miss most flipped bits. */
export function unseal(bytes: Uint8Array): Unsealed | SealFault {
  if (bytes.length === 0) return 'empty';
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'not-sqlite';
  const digest = sealDigest(buffer.subarray(-SEAL_BYTES));
  // Believed only after the seal: one flipped bit can make any number of these.
  const foreign = bytes.length < HEADER_BYTES || buffer.readUInt32BE(68) !== APPLICATION_ID;
  if (digest === undefined) return foreign ? 'foreign' : 'no-seal';
  const content = buffer.subarray(0, -SEAL_BYTES);
  if (sha256(content) !== digest) return 'broken-seal';
  return foreign ? 'foreign' : { content, digest, schema: buffer.readUInt32BE(60) };
}

/** The digest that the last bytes of a file carry, if they are a seal. */
function sealDigest(end: Uint8Array): string | undefined {
  const text = Buffer.from(end).toString('latin1');
  return new RegExp(`^${SEAL}([0-9a-f]{${DIGEST_LENGTH}})\\n$`).exec(text)?.[1];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
