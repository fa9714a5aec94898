import * as l10n from '@vscode/l10n';
import { className } from '../../core/operandClassText';
import type { LiteralKind, Literal } from '../features/commandLiterals';
import { classPattern } from '../features/wordClass';

/** A candidate for a rule: a conjunction of conditions on a command of a canonical line. */
export interface Candidate {
  /** Alternative programs, optionally with sub-commands; empty for any program. */
  readonly heads: readonly string[];
  /** In text order. */
  readonly literals: readonly Literal[];
}

/** A key that is equal for equal candidates. */
export function candidateKey(head: string, literals: readonly Literal[]): string {
  return [head, ...literals.map(({ kind, text }) => `${kind} ${text}`)].join('\t');
}

/** Compares literals by their order in a canonical line: sub-command, flags (sorted), arguments, redirects, pipe. */
export function compareLiterals(a: Literal, b: Literal): number {
  const rank = ORDER[a.kind] - ORDER[b.kind];
  if (rank !== 0) return rank;
  if (ORDER[a.kind] === ORDER.word) return a.place - b.place;
  if (a.text === b.text) return 0;
  return a.text < b.text ? -1 : 1;
}

/**
 * The pattern of a candidate in the rule dialect, for canonical views. Words match anywhere in an argument; all other
 * literals match whole words of the line. Argument order is unknown, so a candidate has at most one literal in arguments
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

/** Whether a literal may match only a part of its argument. */
function isOpen(literal: Literal | undefined): boolean {
  return literal?.kind === 'word' && !/^[-+:]/.test(literal.text);
}

/** Whether `=value` may follow a literal. */
function takesValue(literal: Literal | undefined): boolean {
  return literal?.kind === 'flag' && !literal.text.includes(' ');
}

/** Lower-case words that every text matching the candidate's pattern contains as whole words. */
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

/** A description of the candidate for display. */
export function candidateText({ heads, literals }: Candidate): string {
  const parts = literals.map(({ kind, text }, at) => {
    const before = literals[at - 1]?.kind;
    return TEXTS[kind](text, before === 'flag' || before === 'word');
  });
  const names = heads.map((head) => `\`${head}\``).join(', ');
  return [heads.length === 0 ? l10n.t('any program') : names, ...parts].join(' ');
}

/** The complexity of the candidate for a reader. */
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

/** `isMore`: the preceding part also starts with "with". */
const TEXTS: Readonly<Record<LiteralKind, (text: string, isMore: boolean) => string>> = {
  flag: (text, isMore) => withText(`\`${text}\``, isMore),
  class: (text) => l10n.t('on {0}', className(text)),
  redirect: (text) => {
    const [op = '', name = ''] = text.split(' ');
    return op === 'to'
      ? l10n.t('writing to {0}', className(name))
      : l10n.t('writing to {0} ({1})', className(name), op);
  },
  pipe: (text) =>
    text === 'SHELL' ? l10n.t('piped into a shell') : l10n.t('piped into {0}', `\`${text}\``),
  word: (text, isMore) => withText(REFERENCES[text]?.text() ?? `\`${text}\``, isMore),
};

function withText(what: string, isMore: boolean): string {
  return isMore ? l10n.t('and {0}', what) : l10n.t('with {0}', what);
}

/** Words with a special meaning, such as Git references that force or delete. */
const REFERENCES: Readonly<Record<string, { pattern: string; text: () => string }>> = {
  '+REF': { pattern: '\\+[^ |]+', text: () => l10n.t('a +reference') },
  ':REF': { pattern: ':[^ |]+', text: () => l10n.t('a :reference') },
  '--': { pattern: '--', text: () => l10n.t('paths after `--`') },
  SHELLPATH: { pattern: '', text: () => l10n.t('the path of a shell') },
};

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => (/[-/]/.test(char) ? char : `\\${char}`));
}
