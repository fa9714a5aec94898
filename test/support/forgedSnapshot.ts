import { sha256 } from '../../src/files/sha256';
import {
  HASH_AT,
  HEADER_AT,
  LENGTH_AT,
  padded,
  type Header,
} from '../../src/policy/snapshotFormat';

/** The bytes of a published policy with a valid hash, whatever was changed in them. */
export function sealed(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(sha256(copy.subarray(LENGTH_AT)), HASH_AT);
  return copy;
}

/** Fills a table of a published policy with a byte. */
export function withTable(bytes: Uint8Array, table: string, byte: number): Buffer {
  const copy = Buffer.from(bytes);
  const end = HEADER_AT + copy.readUInt32LE(LENGTH_AT);
  const { sections } = JSON.parse(copy.toString('utf8', HEADER_AT, end)) as Header;
  const section = sections.find(({ name }) => name === table);
  if (section === undefined) throw new Error(`There is no table ${table}.`);
  const start = padded(end) + section.start;
  return sealed(copy.fill(byte, start, start + section.length * section.elementBytes));
}
