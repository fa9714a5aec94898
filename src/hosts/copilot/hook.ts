import { preToolUseOutput } from '../claude/hook';
import type { HookAdapter } from '../hookEvent';

/**
 * GitHub Copilot (CLI, cloud agent, and its harness in VS Code). The same hook file is read by VS Code's own harness,
 * so the answer carries both shapes.
 */
export const copilot: HookAdapter = {
  pass: '',
  answer(event, { decision, reason }) {
    if (event.phase === 'perm') {
      if (decision === 'allow') return JSON.stringify({ behavior: 'allow' });
      return decision === 'deny'
        ? JSON.stringify({ behavior: 'deny', message: reason })
        : undefined;
    }
    return JSON.stringify({
      permissionDecision: decision,
      permissionDecisionReason: reason,
      hookSpecificOutput: preToolUseOutput(decision, reason),
    });
  },
};
