import { decide, type DecideOptions, type Verdict } from './evaluate';
import type { ReadablePolicy } from './readablePolicy';

/** A policy that is asked often: verdicts on the last commands are remembered. */
export interface Decider {
  readonly policy: ReadablePolicy;
  decide(command: string): Verdict;
}

const REMEMBERED = 4096;
/** Longer commands seldom come back and would fill the memory. */
const MAX_REMEMBERED_LENGTH = 2048;

/** Make a new one for each policy version: what is remembered belongs to one. */
export function createDecider(policy: ReadablePolicy, options: DecideOptions = {}): Decider {
  const remembered = new Map<string, Verdict>();
  return {
    policy,
    decide: (command) => {
      const known = remembered.get(command);
      if (known !== undefined) {
        // The oldest entry goes first: being asked for makes an entry young again.
        remembered.delete(command);
        remembered.set(command, known);
        return known;
      }
      const verdict = decide(policy, command, options);
      if (command.length <= MAX_REMEMBERED_LENGTH) remember(remembered, command, verdict);
      return verdict;
    },
  };
}

function remember(verdicts: Map<string, Verdict>, command: string, verdict: Verdict): void {
  verdicts.set(command, verdict);
  const [oldest] = verdicts.keys();
  if (verdicts.size > REMEMBERED && oldest !== undefined) verdicts.delete(oldest);
}
