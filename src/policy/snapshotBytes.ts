import { createHash } from 'node:crypto';
import type { Rule } from '../core/rule';
import { inOneGo, type Steps } from '../core/steps';
import { tableSteps } from '../matcher/buildTables';
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
  return inOneGo(snapshotSteps(policy, seed));
}

/** `snapshotBytes` in steps. */
export function* snapshotSteps(policy: PolicyInForce, seed: number): Steps<Uint8Array> {
  const arrays = yield* arraySteps(policy.rules, seed);
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
    yield;
  }
  createHash('sha256').update(bytes.subarray(LENGTH_AT)).digest().copy(bytes, HASH_AT);
  return bytes;
}

function* arraySteps(
  rules: readonly Rule[],
  seed: number,
): Steps<Record<string, Elements> & { seed: Elements }> {
  const { index, ...tables } = yield* tableSteps(rules, seed);
  const { seed: mixed, ...arrays } = index;
  return {
    ...tables,
    ...arrays,
    ...(yield* textSteps(rules)),
    modes: Uint8Array.from(rules, ({ mode }) => Number(mode === 'shadow')),
    seed: Uint32Array.of(mixed),
  };
}

/** The texts of all rules, concatenated. They are decoded only for rules that matched. */
function* textSteps(rules: readonly Rule[]): Steps<{ texts: Elements; textStarts: Elements }> {
  const parts: Buffer[] = [];
  const starts = [0];
  for (const rule of rules) {
    for (const name of RULE_TEXTS) {
      const part = Buffer.from(rule[name] ?? '');
      parts.push(part);
      starts.push((starts.at(-1) ?? 0) + part.length);
    }
    yield;
  }
  return { texts: Buffer.concat(parts), textStarts: Uint32Array.from(starts) };
}

function bytesOf(array: Elements): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
