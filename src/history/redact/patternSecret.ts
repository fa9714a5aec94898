import * as l10n from '@vscode/l10n';
import { invalidDiff, type DiffFault } from '../../core/diffFault';
import { ANY_SECRET, placeholderOf } from '../../core/secretPlaceholder';
import { redact } from './redact';

/**
 * What is wrong with a pattern that contains a secret, and the cure. `start` and `end`: the place of the secret in the
 * pattern, in UTF-16 units; of several, from the first to the last.
 */
export interface PatternSecret {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * The secret that the pattern spells out; undefined if it contains none. A pattern such as `--password=\S+`
 * contains none. The pattern does not have to be valid.
 */
export function secretInPattern(pattern: string): PatternSecret | undefined {
  const { text, parts } = literalText(pattern);
  const redacted = redact(text);
  if (redacted === text) return undefined;
  const first = equalLength(text, redacted);
  const last = Math.max(first, text.length - 1 - equalEndLength(text, redacted));
  return {
    start: parts[first]?.start ?? 0,
    end: parts[last]?.end ?? pattern.length,
    message: l10n.t('This looks like a secret, and rules are stored as they are written.'),
    hint: l10n.t(
      'Write {0} in its place. If it is no secret, put its first character in brackets, for example {1}.',
      ANY_SECRET,
      '[a]bc',
    ),
  };
}

/** Throws `invalid-diff` with the place of each secret in these patterns. `at`: the index of the added rule. */
export function refuseSecrets(
  patterns: readonly { readonly at: number; readonly pattern: string }[],
): void {
  const faults = patterns.flatMap(({ at, pattern }): DiffFault[] => {
    const secret = secretInPattern(pattern);
    if (secret === undefined) return [];
    const { message, start, hint } = secret;
    const problem = l10n.t('{0} (at offset {1}) {2}', message, String(start), hint);
    return [{ path: `add[${at}].pattern`, problem }];
  });
  if (faults.length > 0) throw invalidDiff(faults);
}

/** The pattern with `\S+` in place of the secret; empty if that does not remove it. */
export function patternWithoutSecrets(pattern: string): string {
  const secret = secretInPattern(pattern);
  if (secret === undefined) return pattern;
  const changed = pattern.slice(0, secret.start) + ANY_SECRET + pattern.slice(secret.end);
  return secretInPattern(changed) === undefined ? changed : '';
}

/** A text, and the part of the pattern that each of its units is from, in UTF-16 units. */
interface Literal {
  readonly text: string;
  readonly parts: readonly { readonly start: number; readonly end: number }[];
}

/** Redaction leaves what already is a placeholder. */
const UNKNOWN = placeholderOf('any');

/** A part of a pattern: a set, a class mark such as `‹secret›`, an escape, the syntax of groups, a repeat, a character. */
const PART =
  /(?<set>\[\^?(?:\\[^]|[^\]\\])*\]|\u2039[^\u203a]*\u203a|\.|\|)|\\x(?<hex>[0-9a-fA-F]{2})|\\(?<escape>[^])|(?<syntax>\(\?(?:[:=!i]|<[=!])\)?|[()^$*+?]|\{\d+(?:,\d*)?\})|[^]/g;

/** The characters that the pattern spells out, with a placeholder in place of the others and between alternatives. */
function literalText(pattern: string): Literal {
  let text = '';
  const parts: { start: number; end: number }[] = [];
  for (const { groups = {}, index, 0: part } of pattern.matchAll(PART)) {
    const shown = shownPart(part, groups);
    text += shown;
    const place = { start: index, end: index + part.length };
    for (let unit = 0; unit < shown.length; unit += 1) parts.push(place);
  }
  return { text, parts };
}

function shownPart(part: string, groups: Readonly<Record<string, string | undefined>>): string {
  const { set, hex, escape, syntax } = groups;
  if (syntax !== undefined) return '';
  if (set !== undefined) return /^\[(?!\^).*(?: |\\s)/s.test(set) ? ' ' : UNKNOWN;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (escape !== undefined) return ESCAPES[escape] ?? escape;
  return part;
}

const ESCAPES: Readonly<Record<string, string>> = {
  s: ' ',
  S: UNKNOWN,
  d: UNKNOWN,
  D: UNKNOWN,
  w: UNKNOWN,
  W: UNKNOWN,
  b: '',
  B: '',
  t: '\t',
  n: '\n',
};

/** Number of units at the start that both texts have in common. */
function equalLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** Number of units at the end that both texts have in common. */
function equalEndLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
