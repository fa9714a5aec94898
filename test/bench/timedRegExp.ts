import { isNativeError } from 'node:util/types';
import { createContext, Script } from 'node:vm';

const sandbox = createContext({ expressions: [/x/], texts: [''] });
const MATCHES = new Script(
  'expressions.map((expression) => texts.map((text) => expression.test(text)))',
);

/**
 * For each expression and text, whether V8 finds a match; undefined for an expression that takes longer than `limitMs`,
 * because its matcher backtracks: some patterns that our matcher evaluates in linear time would take it years.
 */
export function v8Matches(
  expressions: readonly RegExp[],
  texts: readonly string[],
  limitMs: number,
): readonly (readonly boolean[] | undefined)[] {
  // A time limit starts a thread, which takes longer than one expression. So all are run together unless one is slow.
  const together = matchesInTime(expressions, texts, limitMs);
  return together ?? expressions.map((one) => matchesInTime([one], texts, limitMs)?.[0]);
}

function matchesInTime(
  expressions: readonly RegExp[],
  texts: readonly string[],
  limitMs: number,
): readonly (readonly boolean[])[] | undefined {
  Object.assign(sandbox, { expressions, texts });
  try {
    return MATCHES.runInContext(sandbox, { timeout: limitMs }) as boolean[][];
  } catch (error) {
    // The error is from another context with a different `Error` class.
    if (isNativeError(error) && 'code' in error && error.code === TOO_LONG) return undefined;
    throw error;
  }
}

const TOO_LONG = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
