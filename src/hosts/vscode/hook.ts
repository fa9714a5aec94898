import { CLAUDE_EVENTS, preToolUseAnswer } from '../claude/hook';
import type { HostHook } from '../hostHook';

/** VS Code's own agent harness: PreToolUse in Claude Code's form; it has no permission event. It reads Copilot's file. */
export const hook: HostHook = {
  events: CLAUDE_EVENTS,
  shellTools: ['run_in_terminal', 'runinterminal'],
  otherShellTools: ['create_and_run_task', 'send_to_terminal'],
  fileTools: [
    'create_file',
    'edit_files',
    'editfiles',
    'edit_notebook_file',
    'insert_edit_into_file',
    'replace_string_in_file',
    'multi_replace_string_in_file',
    'apply_patch',
  ],
  recognizes: (raw) => (raw['hookEventName'] === undefined ? 0 : 3),
  pass: '{}',
  answer: (event, answer) => (event.phase === 'pre' ? preToolUseAnswer(answer) : undefined),
};
