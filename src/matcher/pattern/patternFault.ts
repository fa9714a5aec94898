/** Why a pattern is refused. The list is closed; docs/matching.md explains each. */
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

/** What is wrong with a pattern, where (0-based offset into it), and what to write instead. */
export interface PatternFault {
  readonly code: PatternFaultCode;
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** What every pattern must keep to. */
export const PATTERN_LIMITS = {
  length: 1024,
  depth: 32,
  repeat: 1000,
  /** Instructions of the compiled program, counted before any repeat is written out. */
  size: 1500,
} as const;

const HINTS: Readonly<Record<PatternFaultCode, string>> = {
  E_LEN: `Keep a pattern within ${PATTERN_LIMITS.length} characters; split it into several rules.`,
  E_DEPTH: `Nest groups at most ${PATTERN_LIMITS.depth} deep.`,
  E_REP: `Repeat at most ${PATTERN_LIMITS.repeat} times, nested repeats multiplied; write + or * instead.`,
  E_SIZE: 'Shorten the repeats or split the pattern into several rules.',
  E_LOOKAROUND: 'Match what must be there instead, or use one deny and one allow rule.',
  E_BACKREF: 'Write the repeated text out; to match a backslash write \\\\.',
  E_UNSUPPORTED: 'Use only what regular expressions of JavaScript and RE2 have in common.',
  E_SYNTAX: 'Correct the pattern; put a backslash before a character that is meant literally.',
};

/** Builds a fault; `hint` defaults to what helps with any fault of this code. */
export function patternFault(
  code: PatternFaultCode,
  offset: number,
  message: string,
  hint: string = HINTS[code],
): PatternFault {
  return { code, offset, message, hint };
}
