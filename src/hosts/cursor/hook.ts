import type { HookAdapter } from '../hookEvent';

/** Cursor: beforeShellExecution, and preToolUse, which takes no "ask". */
export const cursor: HookAdapter = {
  pass: '{}',
  answer(event, { decision, reason }) {
    if (decision === 'ask' && event.eventName === 'preToolUse') return undefined;
    if (decision === 'allow') return JSON.stringify({ permission: 'allow' });
    return JSON.stringify({
      permission: decision,
      user_message: reason,
      agent_message: reason,
      // The spelling of older versions; newer ones ignore it.
      userMessage: reason,
      agentMessage: reason,
    });
  },
};
