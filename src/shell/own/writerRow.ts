import type { Action } from '../actions/action';
import { wordsOf } from '../programs/rowLine';
import { WRITER_ROWS } from './writerRows';

/** An option whose value is a file or folder that the program writes. */
interface Output {
  readonly names: readonly string[];
  readonly kind: OutputKind;
}

/**
 * `folder`: files with any name in it are written; `files`: also in its folders; `tree`: the folder itself with its
 * contents.
 */
export type OutputKind = 'file' | 'folder' | 'files' | 'tree';

/** The line of `WRITER_ROWS` for an action. */
export interface WriterRow {
  readonly marks: readonly string[];
  readonly outputs: readonly Output[];
  /** The words after the sub-command, without the program's own name. */
  readonly rest: readonly string[];
}

const NO_ROWS: readonly WriterRow[] = [];
const MAX_DEPTH = 3;

/** The lines of the table for an action: those of its program and of its sub-commands. Empty for most. */
export function writerRows({ program, sub, words }: Action): readonly WriterRow[] {
  if (!WRITER_ROWS.includes(`\n${program}`)) return NO_ROWS;
  const values = words.slice(1).map(({ value }) => value);
  const plain = values.filter((value) => SUB_NAME.test(value)).slice(0, MAX_DEPTH);
  const subs = sub.length > 0 ? sub : plain;
  const found: WriterRow[] = [];
  let path = named(program);
  for (const sub of ['', ...subs]) {
    path = sub === '' ? path : named(`${path}/${sub}`);
    const depth = path.split('/').length - 1;
    for (const more of MORE) {
      const row = wordsOf(WRITER_ROWS, path + more);
      if (row === undefined) break;
      const read = readRow(row);
      const rest = withoutSubs(values, subs, depth);
      found.push({ ...read, rest: read.marks.includes('@bare') ? dashed(rest) : rest });
    }
  }
  return found.filter((row) => applies(row));
}

/** Suffixes of further lines for the same path. */
const MORE = ['', '+', '++'];
const SUB_NAME = /^[a-z][\w-]*$/;

function named(path: string): string {
  const [first = ''] = wordsOf(WRITER_ROWS, path) ?? [];
  return first.startsWith('>') ? first.slice(1) : path;
}

function readRow(row: readonly string[]): Omit<WriterRow, 'rest'> {
  const outputs = row
    .filter((word) => word.startsWith('-'))
    .map((word): Output => {
      const [, name = word, suffix = ''] = /^(.*?)(\/\*\*|\/\/?)$/.exec(word) ?? [];
      return { names: [name], kind: KINDS[suffix] ?? 'file' };
    });
  return { marks: row.filter((word) => /^[@?!]/.test(word)), outputs };
}

const KINDS: Readonly<Record<string, OutputKind>> = {
  __proto__: null as never,
  '/': 'folder',
  '/**': 'files',
  '//': 'tree',
};

function withoutSubs(
  values: readonly string[],
  subs: readonly string[],
  depth: number,
): readonly string[] {
  const left = [...values];
  for (const sub of subs.slice(0, depth)) left.splice(left.indexOf(sub), 1);
  return left;
}

/** `tar czf FILE` is `tar -czf FILE`. */
function dashed([first = '', ...others]: readonly string[]): readonly string[] {
  return [/^[A-Za-z]+$/.test(first) ? `-${first}` : first, ...others];
}

/** `?` requires one of its words; with one of the words after `!`, nothing is written. */
function applies({ marks, rest }: WriterRow): boolean {
  return marks.every((mark) => {
    if (mark.startsWith('?')) return hasOne(mark, rest);
    return !mark.startsWith('!') || !hasOne(mark, rest);
  });
}

function hasOne(mark: string, rest: readonly string[]): boolean {
  const wanted = mark.slice(1).split(',');
  return rest.some((value, at) =>
    wanted.some((word) => {
      if (!word.startsWith('-')) return at === 0 && value === word;
      if (value === word || value.startsWith(`${word}=`)) return true;
      // `-rw` and `-xf` are clusters of short options.
      return /^-[\w:]$/.test(word) && /^-[\w:]+$/.test(value) && value.includes(word.slice(1));
    }),
  );
}

/** The values of the options that the row names, and the words that are neither options nor their values. */
export function readOutputs({ outputs, rest }: WriterRow): {
  readonly written: readonly { readonly value: string; readonly kind: OutputKind }[];
  readonly operands: readonly string[];
} {
  const written: { value: string; kind: OutputKind }[] = [];
  const operands: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const found = outputs.flatMap((output) => {
      const value = valueIn(word, output, rest[at + 1]);
      return value === undefined ? [] : [{ ...value, kind: output.kind }];
    })[0];
    if (found !== undefined) {
      written.push({ value: found.text, kind: found.kind });
      if (found.isNext) at += 1;
    } else if (!/^-./.test(word)) operands.push(word);
  }
  return { written, operands };
}

function valueIn(
  word: string,
  { names }: Output,
  next: string | undefined,
): { readonly text: string; readonly isNext: boolean } | undefined {
  for (const name of names) {
    if (word === name) return next === undefined ? undefined : { text: next, isNext: true };
    if (word.startsWith(`${name}=`)) return { text: word.slice(name.length + 1), isNext: false };
    const isShort = /^-\w$/.test(name);
    // In a cluster, the value of the last option is the next word.
    if (isShort && /^-[A-Za-z]{2,}$/.test(word) && word.endsWith(name.slice(1))) {
      return next === undefined ? undefined : { text: next, isNext: true };
    }
    if (isShort && word.startsWith(name)) return { text: word.slice(2), isNext: false };
  }
  return undefined;
}
