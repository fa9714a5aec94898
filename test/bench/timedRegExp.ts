import { isNativeError } from 'node:util/types';
import { createContext, runInContext } from 'node:vm';

const sandbox = createContext({ expression: /x/, texts: [''] });

/**
 * Which of `texts` V8 finds a match in; undefined when it needs longer than `limitMs` for them, because its matcher
 * backtracks: some patterns that ours reads in linear time would keep it busy for years.
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
    // The error belongs to the other context, whose `Error` is not ours.
    if (isNativeError(error) && 'code' in error && error.code === TOO_LONG) return undefined;
    throw error;
  }
}

const TOO_LONG = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
