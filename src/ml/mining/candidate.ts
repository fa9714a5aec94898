import type { LiteralKind, Literal } from '../features/literals';
import { classPattern } from '../features/wordClass';

/** A conjunction about one command of a canonical line: how it is called, and what else is there. */
export interface Candidate {
  /** Programs, or programs with sub-commands, one of which it is; none for any program. */
  readonly heads: readonly string[];
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
  if (ORDER[a.kind] === ORDER.word) return a.place - b.place;
  if (a.text === b.text) return 0;
  return a.text < b.text ? -1 : 1;
}

/**
 * The candidate in the rule dialect, for canonical views. Words of an argument may stand anywhere in it; all else is
 * a whole word of the line. Argument order is not known, so at most one literal of a candidate is an argument
 * unless the caller has seen them in this order.
 */
export function candidatePattern({ heads, literals }: Candidate): string {
  let pattern = `(?:^|\\| )(?:sudo )?${headPattern(heads)}`;
  let last: Literal | undefined;
  for (const literal of literals) {
    const value = takesValue(last) ? '(?:=[^ |]*)?' : '';
    const gap = isOpen(last) ? '[^|\\n]* (?:[^|\\n]* )?' : ' (?:[^|\\n]* )?';
    pattern += isOpen(literal)
      ? `${value} [^|\\n]*${openWord(literal.text)}\\b`
      : `${value}${gap}${BODIES[literal.kind](literal.text)}`;
    last = literal;
  }
  if (isOpen(last)) return pattern;
  return `${pattern}${takesValue(last) ? '(?:[= ]|$)' : '(?: |$)'}`;
}

/** Whether a literal may be a part of its argument. */
function isOpen(literal: Literal | undefined): boolean {
  return literal?.kind === 'word' && !/^[-+:]/.test(literal.text);
}

/** Whether `=value` may stand behind a literal. */
function takesValue(literal: Literal | undefined): boolean {
  return literal?.kind === 'flag' && !literal.text.includes(' ');
}

/** Lower-case words that every text the candidate's pattern matches must hold as whole words. */
export function candidateWords({ heads, literals }: Candidate): readonly string[] {
  const exact = literals
    .filter(
      ({ kind, text }) => ['flag', 'word'].includes(kind) && !/REF$|^SHELLPATH$|^--$/.test(text),
    )
    .map(({ text }) => text);
  const named = literals
    .filter(({ kind, text }) => kind === 'pipe' && text !== 'SHELL')
    .map(({ text }) => text);
  return [...(heads.length === 1 ? heads : []), ...exact, ...named].flatMap(
    (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [],
  );
}

function openWord(text: string): string {
  return text === 'SHELLPATH' ? '/bin/(?:ba|z|k|da|a|c|tc|fi)?sh' : `\\b${escaped(text)}`;
}

function headPattern(heads: readonly string[]): string {
  const names = heads.map((head) =>
    head.endsWith('*')
      ? `${escaped(head.slice(0, -1))}(?:[-._][^ |]*)?`
      : head.split(' ').map(escaped).join(' '),
  );
  if (names.length < 2) return names[0] ?? '[^ |]+';
  return `(?:${names.join('|')})`;
}

/** The candidate in words, for a person. */
export function candidateText({ heads, literals }: Candidate): string {
  const said = literals.map(({ kind, text }) => TEXTS[kind](text));
  const parts = said.map((part, at) =>
    said[at - 1]?.startsWith('with ') === true ? part.replace(/^with /, 'and ') : part,
  );
  const names = heads.map((head) => `\`${head}\``).join(', ');
  return [heads.length === 0 ? 'any program' : names, ...parts].join(' ');
}

/** How much there is to read and understand in it. */
export function complexity({ heads, literals }: Candidate): number {
  const names = literals.filter(({ kind, argument }) => kind === 'word' && argument > 0).length;
  return literals.length + names / 2 + (heads[0] ?? '').split(' ').length - 1 + heads.length / 4;
}

const ORDER: Readonly<Record<LiteralKind, number>> = {
  flag: 1,
  word: 2,
  class: 2,
  redirect: 3,
  pipe: 4,
};

const BODIES: Readonly<Record<LiteralKind, (text: string) => string>> = {
  flag: escaped,
  class: (text) => `['"]?(?:${classPattern(text)})['"]?`,
  redirect: (text) => {
    const [op = '', name = ''] = text.split(' ');
    const target = name === 'FILE' ? '[^ |]+' : `(?:${classPattern(name)})`;
    const by = op === 'to' ? '(?:<|&)?>{1,2}[|&]?' : `\\d?${escaped(op)}`;
    return `${by} ?['"]?${target}['"]?`;
  },
  pipe: (text) => `\\| (?:sudo )?${text === 'SHELL' ? '(?:ba|z|k|da|a)?sh' : escaped(text)}`,
  word: (text) => REFERENCES[text]?.pattern ?? escaped(text),
};

const TEXTS: Readonly<Record<LiteralKind, (text: string) => string>> = {
  flag: (text) => `with \`${text}\``,
  class: (text) => `on ${className(text)}`,
  redirect: (text) => {
    const [op = '', name = ''] = text.split(' ');
    return `writing to ${className(name)}${op === 'to' ? '' : ` (${op})`}`;
  },
  pipe: (text) => `piped into ${text === 'SHELL' ? 'a shell' : `\`${text}\``}`,
  word: (text) => `with ${REFERENCES[text]?.text ?? `\`${text}\``}`,
};

/** Git references that force or delete. */
const REFERENCES: Readonly<Record<string, { pattern: string; text: string }>> = {
  '+REF': { pattern: '\\+[^ |]+', text: 'a +reference' },
  ':REF': { pattern: ':[^ |]+', text: 'a :reference' },
  '--': { pattern: '--', text: 'paths after `--`' },
  SHELLPATH: { pattern: '', text: 'the path of a shell' },
};

function className(name: string): string {
  return CLASS_TEXT[name] ?? 'a file';
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
  DESCRIPTOR: 'an opened connection or file',
  VITAL: 'the root, a home or a system folder',
  SHELL: 'a shell as an argument',
  HERE: 'the current folder',
  SYSTEM: 'a system folder',
  URL: 'a web address',
  WORLDWRITABLE: 'rights for everybody',
  SETID: 'the rights of its owner or group for whoever runs it',
  WILDCARD: 'a wildcard',
};

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => (/[-/]/.test(char) ? char : `\\${char}`));
}
