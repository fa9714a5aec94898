import { CLAUDE_EVENTS } from '../claude/hook';
import type { HostHook } from '../hostHook';

/** Cursor: beforeShellExecution, and preToolUse, which does not accept "ask". */
export const hook: HostHook = {
  events: { ...CLAUDE_EVENTS, beforeShellExecution: 'pre', afterShellExecution: 'post' },
  shellTools: ['shell', 'runterminalcommand', 'run_terminal_command', 'run_terminal_cmd'],
  fileTools: [
    'write',
    'delete',
    'edit_file',
    'delete_file',
    'search_replace',
    'strreplace',
    'editnotebook',
    'applypatch',
  ],
  owns: {
    name: 'Cursor',
    folder: '.cursor',
    files: ['hooks.json'],
    projectFiles: ['.cursor/'],
    program: {
      name: 'cursor-agent',
      off: /\s--config-dir[= ]/,
      offVariables: ['XDG_CONFIG_HOME'],
    },
  },
  recognizes: (raw) => (raw['cursor_version'] === undefined ? 0 : 3),
  pass: '{}',
  answer(event, { decision, reason }) {
    if (decision === 'ask' && event.eventName === 'preToolUse') return undefined;
    if (decision === 'allow') return JSON.stringify({ permission: 'allow' });
    return JSON.stringify({
      permission: decision,
      user_message: reason,
      agent_message: reason,
      // The name used by older versions; newer versions ignore it.
      userMessage: reason,
      agentMessage: reason,
    });
  },
  // The hooks in Claude Code's files.
  runsOtherHooks: true,
};
