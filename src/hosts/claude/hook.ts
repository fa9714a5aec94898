import type { HookAdapter, HookAnswer, HookEvent } from '../hookEvent';

/** Claude Code: PreToolUse and PermissionRequest. */
export const claude: HookAdapter = {
  pass: '',
  answer(event, answer) {
    return event.phase === 'perm' ? permissionAnswer(answer) : preToolUseAnswer(event, answer);
  },
};

/** The answer to PreToolUse that Claude Code brought up and others took over. */
export function preToolUseAnswer(_: HookEvent, { decision, reason }: HookAnswer): string {
  return JSON.stringify({ hookSpecificOutput: preToolUseOutput(decision, reason) });
}

/** The inner part of that answer. */
export function preToolUseOutput(decision: HookAnswer['decision'], reason: string): object {
  return {
    hookEventName: 'PreToolUse',
    permissionDecision: decision,
    permissionDecisionReason: reason,
  };
}

/** The answer to PermissionRequest. There is no "ask": saying nothing lets the host ask. */
export function permissionAnswer({ decision, reason }: HookAnswer): string | undefined {
  if (decision !== 'deny' && decision !== 'allow') return undefined;
  const verdict =
    decision === 'deny' ? { behavior: 'deny', message: reason } : { behavior: 'allow' };
  return JSON.stringify({
    hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: verdict },
  });
}
