import { createHash } from 'node:crypto';
import { buildTables } from '../matcher/buildTables';
import type { Rule } from '../core/rule';
import {
  FORMAT,
  HASH_AT,
  HEADER_AT,
  LENGTH_AT,
  MAGIC,
  padded,
  RULE_TEXTS,
  type Elements,
  type Header,
  type Section,
} from './snapshotFormat';

/** A policy in force. */
export interface PolicyInForce {
  readonly rules: readonly Rule[];
  readonly version: string;
  readonly seq: number;
}

/** The bytes of the published policy: compiled and indexed rules with their SHA-256. */
export function snapshotBytes(policy: PolicyInForce, seed: number): Uint8Array {
  const arrays = arraysOf(policy.rules, seed);
  const sections: Section[] = [];
  let end = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const elementBytes = array.BYTES_PER_ELEMENT as Section['elementBytes'];
    sections.push({ name, elementBytes, start: end, length: array.length });
    end += padded(array.byteLength);
  }
  const header: Header = {
    format: FORMAT,
    version: policy.version,
    seq: policy.seq,
    seed: arrays.seed[0] ?? 0,
    drawn: seed,
    sections,
  };
  const json = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.alloc(padded(HEADER_AT + json.length) + end);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(json.length, LENGTH_AT);
  json.copy(bytes, HEADER_AT);
  const first = padded(HEADER_AT + json.length);
  for (const [at, array] of Object.values(arrays).entries()) {
    bytes.set(bytesOf(array), first + (sections[at]?.start ?? 0));
  }
  createHash('sha256').update(bytes.subarray(LENGTH_AT)).digest().copy(bytes, HASH_AT);
  return bytes;
}

function arraysOf(
  rules: readonly Rule[],
  seed: number,
): Record<string, Elements> & { seed: Elements } {
  const { index, ...tables } = buildTables(rules, seed);
  const { seed: mixed, ...arrays } = index;
  return {
    ...tables,
    ...arrays,
    ...textsOf(rules),
    modes: Uint8Array.from(rules, ({ mode }) => Number(mode === 'shadow')),
    seed: Uint32Array.of(mixed),
  };
}

/** The texts of all rules, concatenated. They are decoded only for rules that matched. */
function textsOf(rules: readonly Rule[]): { texts: Elements; textStarts: Elements } {
  const parts = rules.flatMap((rule) => RULE_TEXTS.map((name) => Buffer.from(rule[name] ?? '')));
  const starts = [0];
  for (const part of parts) starts.push((starts.at(-1) ?? 0) + part.length);
  return { texts: Uint8Array.from(Buffer.concat(parts)), textStarts: Uint32Array.from(starts) };
}

function bytesOf(array: Elements): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
