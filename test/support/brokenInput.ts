import { randomBytes } from 'node:crypto';

const HEADER = 'id,ts,event_type,tab_id,batch_id,tool,command,exit_code,safety_score,safety_label';
const row = (id: number, command: string, label: string): string =>
  `${id},2026-01-01T00:00:00Z,command_executed,,,execute_shell,${command},0,,${label}`;

/** Files that are not a usable command history, and the error expected for each. */
export const BROKEN_CSV: readonly {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly message: RegExp;
}[] = [
  { name: 'missing-header.csv', content: 'a,b\n1,2\n', message: /Line 1 .*"command"/ },
  {
    name: 'long-line.csv',
    content: `${HEADER}\n${row(1, 'x'.repeat(1_048_576), '1')}\n`,
    message: /Line 2 .*longer than/,
  },
  {
    name: 'binary.csv',
    // A text file contains no zero byte.
    content: Buffer.concat([Buffer.from([0]), randomBytes(5000)]),
    message: /binary/,
  },
  { name: 'empty.csv', content: '', message: /empty/ },
];

/** A history in which everything is harmless: it can be imported, but not used for training. */
export const ONE_CLASS_CSV = [
  HEADER,
  ...Array.from({ length: 40 }, (_, at) => row(at, `ls folder${at}`, '0')),
  '',
].join('\n');

const rule = { pattern: 'mkfs', effect: 'deny' };

/** Diffs with one fault each, with the path that must be named. */
export const BROKEN_DIFFS: readonly (readonly [string, unknown])[] = [
  ['add[0].pattern', { add: [{ ...rule, pattern: '' }], remove: [], meta: {} }],
  ['add[0].pattern', { add: [{ ...rule, pattern: '(' }], remove: [], meta: {} }],
  ['add[0].pattern', { add: [{ ...rule, pattern: '(a)\\1' }], remove: [], meta: {} }],
  ['add[0].effect', { add: [{ ...rule, effect: 'maybe' }], remove: [], meta: {} }],
  ['add[0].score', { add: [{ ...rule, score: 1.5 }], remove: [], meta: {} }],
  ['add[0].score', { add: [{ ...rule, score: -0.1 }], remove: [], meta: {} }],
  ['add[0].colour', { add: [{ ...rule, colour: 'red' }], remove: [], meta: {} }],
  ['remove[0]', { add: [rule], remove: [7], meta: {} }],
  ['remove', { add: [rule], meta: {} }],
  ['add', { remove: [], meta: {} }],
  ['the diff', []],
  ['the diff', null],
];
