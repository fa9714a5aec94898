import type { ProgramRow } from '../programs/programRow';
import { readOption } from '../programs/readOption';
import type { Token } from '../words/token';

/** Something that a command runs. `speculative`: it may not run. */
export type Nested = { readonly speculative?: boolean } & (
  | {
      /** `text` is shell text, `code` is for another interpreter. */
      readonly type: 'text' | 'code';
      readonly text: string;
      /** The word that contains exactly the text, if there is one. */
      readonly from: Token | undefined;
      readonly sudo: boolean;
      readonly powershell?: boolean;
      /** The values of `$1`, `$2` … in it. */
      readonly args?: readonly string[];
    }
  | {
      readonly type: 'words';
      readonly words: readonly Token[];
      readonly sudo: boolean;
      readonly powershell?: boolean;
    }
);

/** The words of a command without what it runs, and what it runs. */
export interface Split {
  readonly words: readonly Token[];
  readonly nested: readonly Nested[];
}

/** Words that a shell parses again as one text. */
export function textOf(words: readonly Token[], sudo: boolean, powershell = false): Nested {
  const from = words.length === 1 ? words[0] : undefined;
  const text = words.map((word) => word.value).join(' ');
  return { type: 'text', text, from, sudo, powershell };
}

/** The words from an index on as one text; empty if there are none. */
export function restOf(
  words: readonly Token[],
  from: number,
  sudo: boolean,
  powershell = false,
): readonly Nested[] {
  const inner = words.slice(from);
  return inner.length === 0 ? [] : [textOf(inner, sudo, powershell)];
}

/** Options that take a value: short ones as letters, long ones if the value is the next word. */
interface ValueOptions {
  readonly short?: string;
  readonly long?: readonly string[];
}

/** The index of the first word that is neither an option nor the value of one. */
export function skipOptions(words: readonly Token[], from: number, known: ValueOptions): number {
  return skip(words, from, false, (value) => takesNext(value, known));
}

/** The same, with the options in the program's row. `dash`: a single dash counts as an option. */
export function skipOptionsOf(
  row: ProgramRow | undefined,
  words: readonly Token[],
  from: number,
  dash = false,
): number {
  return skip(words, from, dash, (value) => readOption(row, value).at(-1)?.takesNext === true);
}

function skip(
  words: readonly Token[],
  from: number,
  dash: boolean,
  takesNext: (value: string) => boolean,
): number {
  let at = from;
  while (at < words.length) {
    const value = words[at]?.value ?? '';
    if (value === '--') return at + 1;
    if (!value.startsWith('-') || (value === '-' && !dash)) return at;
    at += value !== '-' && takesNext(value) ? 2 : 1;
  }
  return at;
}

function takesNext(value: string, { short = '', long }: ValueOptions): boolean {
  if (value.startsWith('--')) return long?.includes(value) === true;
  for (let at = 1; at < value.length; at += 1) {
    if (short.includes(value.charAt(at))) return at === value.length - 1;
  }
  return false;
}
