import { answerInClaudeForm, CLAUDE_ARGUMENTS, CLAUDE_EVENTS } from '../claude/hook';
import { ended, numberIn, type HostHook } from '../hostHook';

/** Qwen Code, in Claude Code's format. */
export const hook: HostHook = {
  events: CLAUDE_EVENTS,
  shellTools: ['run_shell_command'],
  otherShellTools: ['monitor'],
  fileTools: ['write_file', 'edit', 'notebook_edit'],
  owns: {
    name: 'Qwen Code',
    folder: '.qwen',
    variable: 'QWEN_HOME',
    files: ['settings.json', '.env'],
    projectFiles: ['.qwen/'],
    program: {
      name: 'qwen',
      npm: 'qwen-code',
      ...CLAUDE_ARGUMENTS,
      offVariables: ['QWEN_CODE_SIMPLE', 'QWEN_CODE_SYSTEM_SETTINGS_PATH'],
    },
  },
  // Among the hosts that send these members of Claude Code, only this one adds a timestamp.
  recognizes: (raw) =>
    raw['permission_mode'] !== undefined && raw['timestamp'] !== undefined ? 3 : 0,
  pass: '',
  // If a rule asks after that, Qwen Code asks again and sends a notification (0.21.2); up to
  // 0.15.10 it denies.
  permissionComesFirst: true,
  question: ({ notification_type: type, message }) => {
    if (type !== 'permission_prompt' || typeof message !== 'string') return undefined;
    const [, tool] = /permission to use (\S{1,200})$/.exec(message) ?? [];
    return tool === undefined ? undefined : { tool };
  },
  answer: answerInClaudeForm,
  // `…Output: no\nError: (none)\nExit Code: 3\nSignal: (none)\nProcess Group PGID: (none)`; absent
  // for background commands.
  result: (text) =>
    ended(numberIn(/\nExit Code: (-?\d{1,10})\nSignal: [^\n]*\nProcess Group PGID: [^\n]*$/, text)),
};
