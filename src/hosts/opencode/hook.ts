import { ended, type HookQuestion, type HostHook, type RawHook } from '../hostHook';

/** opencode, through the plugin in `plugin.ts`, which sends these members. */
export const hook: HostHook = {
  events: {
    'tool.execute.before': 'pre',
    'tool.execute.after': 'post',
    'permission.asked': 'notify',
    'session.created': 'start',
    'session.idle': 'stop',
    'subagent.created': 'substart',
    'subagent.idle': 'substop',
    dispose: 'end',
  },
  shellTools: ['bash'],
  fileTools: ['write', 'edit', 'multiedit', 'patch', 'apply_patch'],
  owns: {
    name: 'opencode',
    folder: '.config',
    variable: 'XDG_CONFIG_HOME',
    files: [
      'opencode/plugin/',
      'opencode/plugins/',
      'opencode/opencode.json',
      'opencode/opencode.jsonc',
      'opencode/config.json',
    ],
    projectFiles: ['.opencode/', 'opencode.json', 'opencode.jsonc'],
    program: {
      name: 'opencode',
      npm: 'opencode-ai',
      off: /\s--pure(?![\w-])/,
      offVariables: ['OPENCODE_PURE', 'OPENCODE_DISABLE_*PLUGINS', 'OPENCODE_CONFIG_DIR'],
      mayBeOffVariables: ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_CONTENT'],
    },
  },
  recognizes: (raw) => (raw['agent_host'] === 'opencode' ? 3 : 0),
  pass: '',
  answer(_event, { decision, reason }) {
    // A plugin can refuse a call, but it cannot ask about it.
    return decision === 'deny' ? JSON.stringify({ decision, reason }) : undefined;
  },
  // The exit code is sent as a separate member. It is absent after a timeout.
  result: () => ended(undefined),
  question,
};

/**
 * The plugin adds the tool call that a question belongs to. Other questions are not about commands.
 */
function question(raw: RawHook): HookQuestion | undefined {
  const { asked_tool: tool, asked_command: command } = raw;
  if (typeof tool !== 'string') return undefined;
  return typeof command === 'string' ? { command } : { tool };
}
