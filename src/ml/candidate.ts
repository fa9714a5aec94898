import { LiteralKind, type Literal } from './literals';
import { classPattern } from './wordClass';

/** A conjunction about one command of a canonical line: how it is called, and what else is there. */
export interface Candidate {
  /** Program, or program and sub-commands; empty for any program. */
  readonly head: string;
  /** In the order of the text. */
  readonly literals: readonly Literal[];
}

/** A name for a candidate: equal candidates have equal keys. */
export function candidateKey(head: string, literals: readonly Literal[]): string {
  return [head, ...literals.map(({ kind, text }) => `${kind} ${text}`)].join('\t');
}

/** Orders literals as a canonical line does: sub-command, flags (sorted), arguments, redirects, pipe. */
export function compareLiterals(a: Literal, b: Literal): number {
  const rank = ORDER[a.kind] - ORDER[b.kind];
  if (rank !== 0) return rank;
  if (a.text === b.text) return 0;
  return a.text < b.text ? -1 : 1;
}

/**
 * The candidate in the rule dialect, for canonical views. Words of an argument may stand anywhere in it; all else is
 * a whole word of the line. Argument order is not known, so at most one literal of a candidate is an argument
 * unless the caller has seen them in this order.
 */
export function candidatePattern({ head, literals }: Candidate): string {
  const start = head === '' ? '[^ |]+' : head.split(' ').map(escaped).join(' ');
  let pattern = `(?:^|\\| )(?:sudo )?${start}`;
  let isOpen = false;
  for (const literal of literals) {
    const gap = isOpen ? '[^|\\n]* (?:[^|\\n]* )?' : ' (?:[^|\\n]* )?';
    isOpen = literal.kind === 'word' && !/^[-+:]/.test(literal.text);
    pattern += isOpen ? ` [^|\\n]*\\b${escaped(literal.text)}\\b` : `${gap}${body(literal)}`;
  }
  return isOpen ? pattern : `${pattern}(?: |$)`;
}

/** Lower-case words that every text the candidate's pattern matches must hold as whole words. */
export function candidateWords({ head, literals }: Candidate): readonly string[] {
  const exact = literals
    .filter(({ kind, text }) => ['flag', 'verb', 'word'].includes(kind) && !/REF$/.test(text))
    .map(({ text }) => text);
  const named = literals
    .filter(({ kind, text }) => kind === 'pipe' && text !== 'SHELL')
    .map(({ text }) => text);
  return [head, ...exact, ...named].flatMap((text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
}

/** The candidate in words, for a person. */
export function candidateText({ head, literals }: Candidate): string {
  const parts = literals.map((literal) => literalText(literal));
  return [head === '' ? 'any program' : `\`${head}\``, ...parts].join(' ');
}

/** How much there is to read and understand in it. */
export function complexity({ head, literals }: Candidate): number {
  return literals.length + (head === '' ? 0 : head.split(' ').length - 1);
}

const ORDER: Readonly<Record<LiteralKind, number>> = {
  verb: 0,
  flag: 1,
  word: 2,
  class: 2,
  redirect: 3,
  pipe: 4,
};

function body({ kind, text }: Literal): string {
  switch (kind) {
    case 'flag':
      return text.includes(' ') ? escaped(text) : `${escaped(text)}(?:=[^ |]*)?`;
    case 'verb':
      return `${escaped(text)}(?:[-_:][^ |]*)?`;
    case 'class':
      return `['"]?(?:${classPattern(text)})['"]?`;
    case 'redirect': {
      const [op = '', name = ''] = text.split(' ');
      return `\\d?${escaped(op)} ['"]?${name === 'FILE' ? '[^ |]+' : `(?:${classPattern(name)})`}['"]?`;
    }
    case 'pipe':
      return `\\| (?:sudo )?${text === 'SHELL' ? '(?:ba|z|k|da|a)?sh' : escaped(text)}`;
    case 'word':
      if (text === '+REF') return '\\+[^ |]+';
      return text === ':REF' ? ':[^ |]+' : escaped(text);
  }
}

function literalText({ kind, text }: Literal): string {
  switch (kind) {
    case 'flag':
      return `with \`${text}\``;
    case 'verb':
      return `\`${text}\``;
    case 'class':
      return `on ${CLASS_TEXT[text] ?? text.toLowerCase()}`;
    case 'redirect':
      return `writing to ${CLASS_TEXT[text.split(' ')[1] ?? ''] ?? 'a file'} (${text.split(' ')[0] ?? ''})`;
    case 'pipe':
      return `piped into ${text === 'SHELL' ? 'a shell' : `\`${text}\``}`;
    case 'word':
      if (text === '+REF') return 'with a +reference';
      return text === ':REF' ? 'with a :reference' : `with \`${text}\``;
  }
}

const CLASS_TEXT: Readonly<Record<string, string>> = {
  ROOT: 'the root folder',
  HOME: 'a home folder',
  SECRET: 'a folder of keys',
  HOMEPATH: 'a path in a home folder',
  BLOCKDEV: 'a disk device',
  DEVTCP: 'a network device',
  DEVNULL: 'a null device',
  LOG: 'the system logs',
  TMP: 'a temporary folder',
  SYSTEM: 'a system folder',
  URL: 'a web address',
  WORLDWRITABLE: 'rights for everybody or set-user-id',
  WILDCARD: 'a wildcard',
};

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => (/[-/]/.test(char) ? char : `\\${char}`));
}
