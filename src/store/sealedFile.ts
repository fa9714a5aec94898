import { createHash } from 'node:crypto';
import type { OpenFile } from '../core/files';
import type { LazyContent } from './lazyContent';
import { scan } from './lazyContent';
import { APPLICATION_ID } from './migrate';

/** Why a file is not a policy file that may be believed. */
export type SealFault = 'empty' | 'not-sqlite' | 'foreign' | 'no-seal' | 'broken-seal';

/** A policy file's content, with the SHA-256 it was sealed with. */
export interface Unsealed {
  readonly content: LazyContent;
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

/** Takes the seal off, or says why a file may not be believed. SQLite's own checks miss most flipped bits. */
export function unseal(file: OpenFile): Unsealed | SealFault {
  if (file.sizeBytes === 0) return 'empty';
  const header = bytesOf(file, 0, HEADER_BYTES);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'not-sqlite';
  const length = file.sizeBytes - SEAL_BYTES;
  const sealed = length < 0 ? undefined : sealDigest(bytesOf(file, length, SEAL_BYTES));
  // Believed only after the seal: one flipped bit can make any number of these.
  const foreign = header.length < HEADER_BYTES || header.readUInt32BE(68) !== APPLICATION_ID;
  if (sealed === undefined) return foreign ? 'foreign' : 'no-seal';
  const { content, digest } = scan(file, length);
  if (digest !== sealed) return 'broken-seal';
  return foreign ? 'foreign' : { content, digest, schema: header.readUInt32BE(60) };
}

function bytesOf(file: OpenFile, from: number, length: number): Buffer {
  const room = Buffer.alloc(length);
  return room.subarray(0, file.readInto(room, from));
}

/** The digest that the last bytes of a file carry, if they are a seal. */
function sealDigest(end: Buffer): string | undefined {
  const text = end.toString('latin1');
  return new RegExp(`^${SEAL}([0-9a-f]{${DIGEST_LENGTH}})\\n$`).exec(text)?.[1];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
