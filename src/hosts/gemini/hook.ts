import type { HookAdapter } from '../hookEvent';

/**
 * Gemini CLI: BeforeTool takes deny, ask and allow. It asks in YOLO mode, too, and runs nothing where there is no person
 * to ask; an allow does not skip the asking of Gemini's own policy.
 */
export const gemini: HookAdapter = {
  pass: '{}',
  answer(_, { decision, reason }) {
    return JSON.stringify(decision === 'allow' ? { decision } : { decision, reason });
  },
};
