import { RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { patternFault, type PatternFault } from './patternFault';

/** The one inline flag of the dialect, allowed only at the very start. */
const IGNORE_CASE = '(?i)';

const parser = new RegExpParser({ ecmaVersion: 2024 });

/** A pattern's syntax tree, offsets counted in the pattern as written. */
export interface Parsed {
  readonly tree: AST.Pattern;
  readonly ignoreCase: boolean;
}

/** Parses `pattern` as JavaScript does without flags, after an optional leading `(?i)`. */
export function parseSyntax(pattern: string): Parsed | { readonly fault: PatternFault } {
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
    const message = 'This kind of group is not understood.';
    return patternFault('E_UNSUPPORTED', open, message, 'Use ( ), (?: ) or a leading (?i).');
  }
  if (pattern[offset] === '+' && /[*+?}]/.test(pattern[offset - 1] ?? '')) {
    const message = 'Possessive repeats are not understood.';
    return patternFault('E_UNSUPPORTED', offset, message, 'Leave the second + out.');
  }
  const reason = error.message.replace(/^Invalid regular expression: .*: /s, '');
  return patternFault('E_SYNTAX', offset, `The pattern cannot be read: ${reason}.`);
}

/** The parser stops behind a repeat that it refuses; people look for the repeat itself. */
function faultOffset(pattern: string, error: RegExpSyntaxError): number {
  const behind = Math.min(error.index, pattern.length);
  if (!/Nothing to repeat|out of order in \{\}/.test(error.message)) return behind;
  const last = Math.max(0, behind - 1);
  return pattern[last] === '}' ? Math.max(0, pattern.lastIndexOf('{', last)) : last;
}
