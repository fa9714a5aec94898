import { DECISION_SCORE, type Verdict } from '../core/verdict';
import { opensShell } from '../shell/openedShell';

/**
 * The verdict on a command of a host that does not call hooks for the input of a shell. Opening
 * such a shell gets ask, unless the policy denies it.
 */
export function askForOpenedShell(verdict: Verdict, command: string): Verdict {
  const isOpen = verdict.decision === 'none' || verdict.decision === 'allow';
  if (!isOpen || !opensShell(command)) return verdict;
  return {
    ...verdict,
    decision: 'ask',
    score: DECISION_SCORE.ask,
    reason:
      'It opens a shell, and nobody is asked about what is typed into it. Instead: run each command by itself, or with `bash -c`.',
  };
}
