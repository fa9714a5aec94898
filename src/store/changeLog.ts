import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Statement } from './database';

/**
 * The end of a change log. A log holds the changes to a large policy file, one per line:
 * `<SHA-256> <JSON of the statements>`. The first line names the file that the log applies to. Each hash covers the
 * previous one, so that lost, changed or reordered lines are detected.
 */
export interface LogEnd {
  /** Size of the complete, valid lines, in bytes. */
  readonly bytes: number;
  /** Hash of the last valid line. */
  readonly hash: string;
  /** Whether an incomplete line follows: a change that was never acknowledged. */
  readonly isIncomplete: boolean;
}

export interface ReadLog {
  readonly changes: readonly (readonly Statement[])[];
  readonly end: LogEnd;
}

/** The only statements allowed in a log. Schema changes are saved as a whole file. */
const Change = z.array(
  z.tuple([
    z.string().regex(/^\s*(INSERT|UPDATE|DELETE)\s/),
    z.array(z.union([z.string(), z.number(), z.null()])),
  ]),
);

const BASE = /^base ([0-9a-f]{64})\n/;
const HASH_LENGTH = 64;

/** The digest of the file that a log applies to; undefined if that line is incomplete. */
export function logBase(log: Uint8Array): string | undefined {
  return BASE.exec(Buffer.from(log.subarray(0, 80)).toString('latin1'))?.[1];
}

/** The first line of a log for the file with this digest. */
export function startLog(base: string): { readonly line: Uint8Array; readonly end: LogEnd } {
  const line = Buffer.from(`base ${base}\n`);
  return { line, end: { bytes: line.length, hash: base, isIncomplete: false } };
}

/** The line that records a change after `end`. */
export function logLine(
  end: LogEnd,
  changes: readonly Statement[],
): { readonly line: Uint8Array; readonly end: LogEnd } {
  const json = JSON.stringify(changes);
  const hash = lineHash(end.hash, json);
  const line = Buffer.from(`${hash} ${json}\n`);
  return { line, end: { bytes: end.bytes + line.length, hash, isIncomplete: false } };
}

/** Reads the lines after `from`. Returns undefined if a complete line is invalid: the log is damaged. */
export function readLog(bytes: Uint8Array, from: LogEnd): ReadLog | undefined {
  const text = Buffer.from(bytes);
  const changes: (readonly Statement[])[] = [];
  let { bytes: at, hash } = { bytes: 0, hash: from.hash };
  while (at < text.length) {
    const newline = text.indexOf(10, at);
    const line = text.toString('utf8', at, newline === -1 ? text.length : newline);
    const json = line.slice(HASH_LENGTH + 1);
    const next = line.slice(0, HASH_LENGTH);
    const good = next === lineHash(hash, json) && line[HASH_LENGTH] === ' ';
    // An invalid last line without a newline was cut short by a crash.
    if (!good && newline === -1) break;
    const change = good ? parseChange(json) : undefined;
    if (change === undefined) return undefined;
    changes.push(change);
    hash = next;
    if (newline === -1)
      return { changes, end: { bytes: from.bytes + at, hash, isIncomplete: true } };
    at = newline + 1;
  }
  return { changes, end: { bytes: from.bytes + at, hash, isIncomplete: at < text.length } };
}

function parseChange(json: string): readonly Statement[] | undefined {
  const parsed = Change.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : undefined;
}

function lineHash(before: string, json: string): string {
  return createHash('sha256').update(before).update(json).digest('hex');
}
