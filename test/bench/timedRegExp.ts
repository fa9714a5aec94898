import { isNativeError } from 'node:util/types';
import { createContext, runInContext } from 'node:vm';

const sandbox = createContext({ expression: /x/, texts: [''] });

/**
 * The indexes of `texts` in which V8 finds a match; undefined if it takes longer than `limitMs`, because its matcher
 * backtracks: some patterns that our matcher evaluates in linear time would take it years.
 */
export function v8Matches(
  expression: RegExp,
  texts: readonly string[],
  limitMs: number,
): readonly boolean[] | undefined {
  Object.assign(sandbox, { expression, texts });
  try {
    return runInContext('texts.map((text) => expression.test(text))', sandbox, {
      timeout: limitMs,
    }) as boolean[];
  } catch (error) {
    // The error is from another context with a different `Error` class.
    if (isNativeError(error) && 'code' in error && error.code === TOO_LONG) return undefined;
    throw error;
  }
}

const TOO_LONG = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
