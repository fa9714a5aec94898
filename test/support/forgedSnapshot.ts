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

/** Another content of a table of a published policy, of any length. */
export function withContent(bytes: Uint8Array, table: string, content: Uint8Array): Buffer {
  const end = HEADER_AT + Buffer.from(bytes).readUInt32LE(LENGTH_AT);
  const body = bytes.subarray(padded(end));
  const header = JSON.parse(Buffer.from(bytes.subarray(HEADER_AT, end)).toString()) as Header;
  const sections = header.sections.map((section) =>
    section.name === table
      ? { ...section, start: padded(body.length), length: content.length / section.elementBytes }
      : section,
  );
  const padding = Buffer.alloc(padded(body.length) - body.length);
  return withHeader(
    Buffer.concat([bytes, padding, content]),
    JSON.stringify({ ...header, sections }),
  );
}

/** Another header of a published policy, which may be any text. */
export function withHeader(bytes: Uint8Array, header: string): Buffer {
  const end = HEADER_AT + Buffer.from(bytes).readUInt32LE(LENGTH_AT);
  const text = Buffer.from(header);
  const start = Buffer.alloc(padded(HEADER_AT + text.length));
  start.set(bytes.subarray(0, HEADER_AT));
  start.writeUInt32LE(text.length, LENGTH_AT);
  start.set(text, HEADER_AT);
  return sealed(Buffer.concat([start, bytes.subarray(padded(end))]));
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
