import { withoutVersion } from '../programs/interpreters';
import type { Token } from '../words/token';
import type { Nested, Split } from './nested';

/** The code in an interpreter's options. It remains in the views, since rules may match it. */
export function interpreter(words: readonly Token[], sudo: boolean): Split {
  return { words, nested: codeGiven(words).map((code) => codeText(code, sudo)) };
}

function codeText({ text, from }: Code, sudo: boolean): Nested {
  return { type: 'code', text, from, sudo };
}

/** Code in the words of an interpreter. */
export interface Code {
  readonly text: string;
  /** The word that contains exactly the code. */
  readonly from: Token | undefined;
}

/** All code in the words of an interpreter, after an option or attached to one. */
export function codeGiven(words: readonly Token[]): readonly Code[] {
  const flags = FLAGS[withoutVersion(words[0]?.value.replace(/^.*\//, '') ?? '')] ?? ANY_FLAG;
  const found: Code[] = [];
  for (let at = 1; at < words.length; at += 1) {
    const value = words[at]?.value ?? '';
    const attached = flags.exec(value)?.[1];
    if (attached === undefined) continue;
    const next = words[at + 1];
    if (attached !== '') found.push({ text: attached.replace(/^=/, ''), from: undefined });
    else if (next !== undefined) {
      found.push({ text: next.value, from: next });
      at += 1;
    }
  }
  return found;
}

const ANY_FLAG = /^(?:-[A-Za-z]*[ceErp]|--?eval|--print|eval|--execute)(=.*|)$/s;

/**
 * Options that take code. The code may be attached; options without a value may precede the letter.
 */
const PYTHON = /^-[bBdEiIOPqsSuvx]*c(.*)$/s;
const NODE = /^(?:-[ip]*[ep]|--eval|--print|eval)(=.*|)$/s;
const FLAGS: Readonly<Record<string, RegExp>> = {
  __proto__: null as never,
  python: PYTHON,
  python2: PYTHON,
  python3: PYTHON,
  pypy: PYTHON,
  pypy3: PYTHON,
  ipython: /^(?:-|--)c=?(.*)$/s,
  perl: /^-(?:[acfilnpsStTuUwWX]|0\d*)*[eE](.*)$/s,
  ruby: /^-[alnpsSvwW]*e(.*)$/s,
  php: /^-[nqs]*[rBRE](.*)$/s,
  lua: /^-e(.*)$/s,
  luajit: /^-e(.*)$/s,
  node: NODE,
  nodejs: NODE,
};
