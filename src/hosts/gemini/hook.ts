import type { HookAdapter } from '../hookEvent';

/** Gemini CLI: BeforeTool takes deny and allow. An allow does not skip the asking of Gemini's own policy. */
export const gemini: HookAdapter = {
  pass: '{}',
  answer(_, { decision, reason }) {
    if (decision === 'deny') return JSON.stringify({ decision: 'deny', reason });
    return decision === 'allow' ? JSON.stringify({ decision: 'allow' }) : undefined;
  },
};
