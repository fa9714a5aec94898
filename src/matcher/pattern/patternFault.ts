import * as l10n from '@vscode/l10n';
import { formatCount } from '../../core/formatCount';

/** Why a pattern is rejected; docs/matching.md explains each code. */
export const PatternFaultCode = [
  'E_LEN',
  'E_DEPTH',
  'E_REP',
  'E_SIZE',
  'E_LOOKAROUND',
  'E_BACKREF',
  'E_UNSUPPORTED',
  'E_SYNTAX',
] as const;
export type PatternFaultCode = (typeof PatternFaultCode)[number];

/** The problem of a pattern, its 0-based offset, and what to write instead. */
export interface PatternFault {
  readonly code: PatternFaultCode;
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** The limits of patterns. */
export const PATTERN_LIMITS = {
  length: 1024,
  depth: 32,
  repeat: 1000,
  /** Number of instructions of the compiled program, computed before repeats are unrolled. */
  size: 1500,
} as const;

const HINTS: Readonly<Record<PatternFaultCode, () => string>> = {
  E_LEN: () =>
    l10n.t(
      'A pattern may have at most {0} characters. Split it into several rules.',
      formatCount(PATTERN_LIMITS.length),
    ),
  E_DEPTH: () =>
    l10n.t('Groups may be nested at most {0} levels deep.', formatCount(PATTERN_LIMITS.depth)),
  E_REP: () =>
    l10n.t(
      'At most {0} repeats are allowed, and nested repeats multiply. Write + or * instead.',
      formatCount(PATTERN_LIMITS.repeat),
    ),
  E_SIZE: () => l10n.t('Use smaller repeats, or split the pattern into several rules.'),
  E_LOOKAROUND: () =>
    l10n.t('Match what must be there instead, or use a deny rule and an allow rule.'),
  E_BACKREF: () => l10n.t('Repeat the text itself. To match a backslash, write {0}.', '\\\\'),
  E_UNSUPPORTED: () =>
    l10n.t('Use only what regular expressions in JavaScript and RE2 have in common.'),
  E_SYNTAX: () =>
    l10n.t('Correct the pattern. Put a backslash before a special character that is literal.'),
};

/** Creates a fault. `hint` defaults to a general hint for the code. */
export function patternFault(
  code: PatternFaultCode,
  offset: number,
  message: string,
  hint: string = HINTS[code](),
): PatternFault {
  return { code, offset, message, hint };
}
