import { answerInClaudeForm, CLAUDE_EVENTS } from '../claude/hook';
import { ended, numberIn, type HostHook } from '../hostHook';

/** Qwen Code, in Claude Code's form. */
export const hook: HostHook = {
  events: CLAUDE_EVENTS,
  shellTools: ['run_shell_command'],
  otherShellTools: ['monitor'],
  fileTools: ['write_file', 'edit', 'notebook_edit'],
  owns: {
    name: 'Qwen Code',
    folder: '.qwen',
    variable: 'QWEN_HOME',
    files: ['settings.json'],
  },
  // Of the hosts with these members of Claude Code, it is the one that adds the time.
  recognizes: (raw) =>
    raw['permission_mode'] !== undefined && raw['timestamp'] !== undefined ? 3 : 0,
  pass: '',
  // Where a rule asks, it asks once more after that (0.24.4).
  permissionComesFirst: true,
  answer: answerInClaudeForm,
  // `…Output: no\nError: (none)\nExit Code: 3\nSignal: (none)\nProcess Group PGID: (none)`; nothing of that kind for
  // background commands.
  result: (text) =>
    ended(numberIn(/\nExit Code: (-?\d{1,10})\nSignal: [^\n]*\nProcess Group PGID: [^\n]*$/, text)),
};
