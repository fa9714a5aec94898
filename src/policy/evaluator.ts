import type { Verdict } from '../core/verdict';
import { evaluate, type EvaluateOptions } from './evaluate';
import { explain, type Explanation } from './explain';
import type { ReadablePolicy } from './readablePolicy';

/** Evaluates many commands with one policy. */
export interface Evaluator {
  /** Verdicts of recent commands are cached. */
  evaluate(command: string): Verdict;
  explain(command: string): Explanation;
}

const MAX_CACHED = 4096;
/** Longer commands rarely repeat and would fill the memory. */
const MAX_CACHED_LENGTH = 2048;

/** Creates an evaluator, whose cache is valid for one policy version only. `options` is called for each command. */
export function createEvaluator(
  policy: ReadablePolicy,
  options: () => Pick<EvaluateOptions, 'onError'> = () => ({}),
): Evaluator {
  const cache = new Map<string, Verdict>();
  let cachedFor = options().onError;
  return {
    evaluate: (command) => {
      const now = options();
      if (now.onError !== cachedFor) cache.clear();
      cachedFor = now.onError;
      const known = cache.get(command);
      if (known !== undefined) {
        // Least recently used entries are removed first.
        cache.delete(command);
        cache.set(command, known);
        return known;
      }
      const verdict = evaluate(policy, command, now);
      if (command.length <= MAX_CACHED_LENGTH) addTo(cache, command, verdict);
      return verdict;
    },
    explain: (command) => explain(policy, command, options()),
  };
}

function addTo(cache: Map<string, Verdict>, command: string, verdict: Verdict): void {
  cache.set(command, verdict);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
}
