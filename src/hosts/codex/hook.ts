import { permissionAnswer, preToolUseAnswer } from '../claude/hook';
import type { HookAdapter } from '../hookEvent';

/**
 * Codex: anything but a deny makes its PreToolUse hook fail, and then the command runs. So neither "ask" nor "allow"
 * is ever said there; PermissionRequest takes deny and allow.
 */
export const codex: HookAdapter = {
  pass: '',
  answer(event, answer) {
    if (event.phase === 'perm') return permissionAnswer(answer);
    return answer.decision === 'deny' ? preToolUseAnswer(event, answer) : undefined;
  },
};
