import { RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import * as l10n from '@vscode/l10n';
import { patternFault, type PatternFault } from './patternFault';

/** The only inline flag of the dialect, allowed only at the start. */
const IGNORE_CASE = '(?i)';

const parser = new RegExpParser({ ecmaVersion: 2024 });

/** The syntax tree of a pattern. Offsets refer to the pattern as written. */
export interface Parsed {
  readonly tree: AST.Pattern;
  readonly ignoreCase: boolean;
}

type Outcome = Parsed | { readonly fault: PatternFault };

/** The last pattern, which is compiled after it was checked. */
let last: { readonly pattern: string; readonly outcome: Outcome } | undefined;

/** Parses `pattern` like JavaScript without flags, after an optional leading `(?i)`. */
export function parseSyntax(pattern: string): Outcome {
  if (last?.pattern === pattern && 'tree' in last.outcome) return last.outcome;
  last = { pattern, outcome: parseAnew(pattern) };
  return last.outcome;
}

function parseAnew(pattern: string): Outcome {
  const ignoreCase = pattern.startsWith(IGNORE_CASE);
  const start = ignoreCase ? IGNORE_CASE.length : 0;
  try {
    return { tree: parser.parsePattern(pattern, start, pattern.length), ignoreCase };
  } catch (error) {
    if (error instanceof RegExpSyntaxError) return { fault: syntaxFault(pattern, error) };
    throw error;
  }
}

function syntaxFault(pattern: string, error: RegExpSyntaxError): PatternFault {
  const offset = faultOffset(pattern, error);
  const open = pattern.lastIndexOf('(?', offset);
  if (open >= 0 && offset - open <= 3 && !/^\(\?(?:[:=!]|<[=!\w])/.test(pattern.slice(open))) {
    const message = l10n.t('This kind of group is not supported.');
    const hint = l10n.t('Use ( ), (?: ) or a leading (?i).');
    return patternFault('E_UNSUPPORTED', open, message, hint);
  }
  if (pattern[offset] === '+' && /[*+?}]/.test(pattern[offset - 1] ?? '')) {
    const message = l10n.t('Possessive repeats are not supported.');
    return patternFault('E_UNSUPPORTED', offset, message, l10n.t('Remove the second +.'));
  }
  const reason = error.message.replace(/^Invalid regular expression: .*: /s, '');
  return patternFault('E_SYNTAX', offset, l10n.t('The pattern is invalid: {0}.', reason));
}

/** The parser reports the position after an invalid repeat; return the position of the repeat itself. */
function faultOffset(pattern: string, error: RegExpSyntaxError): number {
  const behind = Math.min(error.index, pattern.length);
  if (!/Nothing to repeat|out of order in \{\}/.test(error.message)) return behind;
  const last = Math.max(0, behind - 1);
  return pattern[last] === '}' ? Math.max(0, pattern.lastIndexOf('{', last)) : last;
}
