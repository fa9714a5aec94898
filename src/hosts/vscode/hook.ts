import { preToolUseAnswer } from '../claude/hook';
import type { HookAdapter } from '../hookEvent';

/** VS Code's own agent harness: PreToolUse in Claude's form; it has no permission event. */
export const vscodeHost: HookAdapter = {
  pass: '{}',
  answer: (event, answer) => (event.phase === 'pre' ? preToolUseAnswer(event, answer) : undefined),
};
