import type { Verdict } from '../core/verdict';
import { commandActions, type CommandActions } from '../shell/commandActions';
import { evaluate, type EvaluateOptions } from './evaluate';
import { explain, type Explanation } from './explain';
import type { ReadablePolicy } from './readablePolicy';
import { variantsOf, type Variant } from './variants';

export type { EvaluateOptions } from './evaluate';
export type { Variant } from './variants';
export type { CommandActions } from '../shell/commandActions';

/** Evaluates many commands with one policy. */
export interface Evaluator {
  /** `cwd` is the absolute working directory, if known. Verdicts of recent commands are cached. */
  evaluate(command: string, cwd?: string): Verdict;
  explain(command: string, options?: EvaluateOptions): Explanation;
  /** What the command does: one action for each program that it runs. */
  actions(command: string, options?: EvaluateOptions): CommandActions;
  /** What would change the verdict of an explanation that was made with the same options. */
  variants(explanation: Explanation, options?: EvaluateOptions): Iterable<Variant>;
}

const MAX_CACHED = 4096;
/** Longer commands rarely repeat and would use too much memory. */
const MAX_CACHED_LENGTH = 2048;

/** Creates an evaluator. Its cache is valid for one policy version. `options` is called for each command. */
export function createEvaluator(
  policy: ReadablePolicy,
  options: () => Pick<EvaluateOptions, 'onError'> = () => ({}),
): Evaluator {
  const cache = new Map<string, Verdict>();
  let cachedFor = options().onError;
  return {
    evaluate: (command, cwd) => {
      const now = options();
      if (now.onError !== cachedFor) cache.clear();
      cachedFor = now.onError;
      const key = JSON.stringify([command, cwd]);
      const known = cache.get(key);
      if (known !== undefined) {
        // Reinsert, so that the least recently used entry is removed first.
        cache.delete(key);
        cache.set(key, known);
        return known;
      }
      const verdict = evaluate(policy, command, { ...now, ...at(cwd) });
      if (command.length <= MAX_CACHED_LENGTH) addTo(cache, key, verdict);
      return verdict;
    },
    explain: (command, more) => explain(policy, command, { ...options(), ...more }),
    actions: (command, more) => commandActions(command, more),
    variants: (explanation, more) => variantsOf(policy, explanation, { ...options(), ...more }),
  };
}

const at = (cwd: string | undefined): Pick<EvaluateOptions, 'cwd'> =>
  cwd === undefined ? {} : { cwd };

function addTo(cache: Map<string, Verdict>, key: string, verdict: Verdict): void {
  cache.set(key, verdict);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
}
