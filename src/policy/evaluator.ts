import type { Verdict } from '../core/verdict';
import { evaluate, type EvaluateOptions } from './evaluate';
import { explain, type Explanation } from './explain';
import type { ReadablePolicy } from './readablePolicy';

/** One policy, ready to be asked about many commands. */
export interface Evaluator {
  /** Quick for a command that was asked about lately. */
  evaluate(command: string): Verdict;
  explain(command: string): Explanation;
}

const REMEMBERED = 4096;
/** Longer commands seldom come back and would fill the memory. */
const MAX_REMEMBERED_LENGTH = 2048;

/** Make a new one for each policy version: remembered verdicts belong to one. `options` are read at each question. */
export function createEvaluator(
  policy: ReadablePolicy,
  options: () => Pick<EvaluateOptions, 'onError'> = () => ({}),
): Evaluator {
  const remembered = new Map<string, Verdict>();
  let rememberedFor = options().onError;
  return {
    evaluate: (command) => {
      const now = options();
      if (now.onError !== rememberedFor) remembered.clear();
      rememberedFor = now.onError;
      const known = remembered.get(command);
      if (known !== undefined) {
        // The oldest entry goes first: being asked for makes an entry young again.
        remembered.delete(command);
        remembered.set(command, known);
        return known;
      }
      const verdict = evaluate(policy, command, now);
      if (command.length <= MAX_REMEMBERED_LENGTH) remember(remembered, command, verdict);
      return verdict;
    },
    explain: (command) => explain(policy, command, options()),
  };
}

function remember(verdicts: Map<string, Verdict>, command: string, verdict: Verdict): void {
  verdicts.set(command, verdict);
  const [oldest] = verdicts.keys();
  if (verdicts.size > REMEMBERED && oldest !== undefined) verdicts.delete(oldest);
}
