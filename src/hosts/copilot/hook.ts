import { CLAUDE_EVENTS, preToolUseOutput } from '../claude/hook';
import { ended, numberIn, type HookQuestion, type HostHook, type RawHook } from '../hostHook';

/**
 * GitHub Copilot (CLI, cloud agent, and its harness in VS Code). VS Code's own harness reads the
 * same hook file, so the answer contains both formats.
 */
export const hook: HostHook = {
  events: { ...CLAUDE_EVENTS, agentStop: 'stop' },
  shellTools: ['bash', 'powershell', 'run_in_terminal'],
  otherShellTools: ['create_and_run_task', 'send_to_terminal'],
  typingTools: ['write_bash', 'write_powershell'],
  fileTools: ['create', 'edit', 'insert', 'str_replace', 'str_replace_editor', 'apply_patch'],
  owns: {
    name: 'Copilot',
    folder: '.copilot',
    variable: 'COPILOT_HOME',
    files: ['hooks/', 'config.json', 'settings.json'],
    projectFiles: ['.github/hooks/', '.github/copilot/'],
    program: {
      name: 'copilot',
      npm: '@github/copilot',
      off: /\s--config-dir[= ]/,
      offVariables: ['XDG_CONFIG_HOME'],
    },
  },
  recognizes(raw) {
    if (raw['toolName'] !== undefined) return 3;
    return raw['hook_event_name'] !== undefined && raw['timestamp'] !== undefined ? 1 : 0;
  },
  pass: '',
  answer(event, { decision, reason }) {
    if (event.phase === 'perm') {
      if (decision === 'allow') return JSON.stringify({ behavior: 'allow' });
      return decision === 'deny'
        ? JSON.stringify({ behavior: 'deny', message: reason })
        : undefined;
    }
    return JSON.stringify({
      permissionDecision: decision,
      permissionDecisionReason: reason,
      hookSpecificOutput: preToolUseOutput(decision, reason),
    });
  },
  // `it-did-run\n<shellId: 0 completed with exit code 3>`; absent for background commands.
  result(text, result) {
    const type = result['resultType'] ?? result['result_type'] ?? 'success';
    const code = numberIn(/<[^<>\n]*\bexit code (-?\d{1,10})>\s*$/, text);
    if (code !== undefined) return ended(code);
    return type === 'success' ? {} : { failed: true };
  },
  // Questions to the user are reported by notifications.
  permissionIsNoQuestion: true,
  question,
};

/**
 * The text is `Run command: ls`, `Use MCP tool: server/tool` or the reason of a hook that asks.
 * Other questions have other texts.
 */
function question(raw: RawHook): HookQuestion | undefined {
  if (raw['notification_type'] !== 'permission_prompt') return undefined;
  const { message } = raw;
  if (typeof message !== 'string') return {};
  const [, command] = /^Run command: ([^]*)$/.exec(message) ?? [];
  if (command !== undefined) return { command };
  const [, tool] = /^Use MCP tool: ([^]*)$/.exec(message) ?? [];
  return tool === undefined ? { reason: message } : { tool };
}
