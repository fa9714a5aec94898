import { DECISION_SCORE, type Verdict } from '../core/verdict';
import type { ProtectedChange } from '../shell/protectedChange';

/** Adds self-protection to a verdict. A command that the policy denies keeps its reason. */
export function protectedVerdict(
  verdict: Verdict,
  protectedChange: ProtectedChange | undefined,
): Verdict {
  if (protectedChange === undefined || verdict.decision === 'deny') return verdict;
  const { decision, is } = protectedChange;
  if (decision === 'ask' && verdict.decision === 'ask') return verdict;
  return {
    ...verdict,
    decision,
    score: DECISION_SCORE[decision],
    rules: [],
    reason: `It changes ${is}. ${decision === 'deny' ? LEAVE_TO_USER : CONFIRM}`,
  };
}

const LEAVE_TO_USER =
  'Only the user may do that. Instead: leave it to the user, who can pause self-protection for ten minutes in VS Code with "Rulewright: Pause Self-Protection".';
const CONFIRM =
  'Self-protection asks about that: such files can switch off the hooks that Rulewright needs. The user can pause it for ten minutes in VS Code with "Rulewright: Pause Self-Protection".';
