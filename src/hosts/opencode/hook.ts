import { ended, type HookQuestion, type HostHook, type RawHook } from '../hostHook';

/** opencode, by the plugin of `plugin.ts`: these are the members that it sends. */
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
  },
  recognizes: (raw) => (raw['agent_host'] === 'opencode' ? 3 : 0),
  pass: '',
  answer(_event, { decision, reason }) {
    // A plugin can refuse a call, but not ask about it.
    return decision === 'deny' ? JSON.stringify({ decision, reason }) : undefined;
  },
  // The exit code is a member of its own. Without one, as after a time limit, nothing is known.
  result: () => ended(undefined),
  question,
};

/** The plugin adds what the call that is asked about is of; other questions are about no command. */
function question(raw: RawHook): HookQuestion | undefined {
  const { asked_tool: tool, asked_command: command } = raw;
  if (typeof tool !== 'string') return undefined;
  return typeof command === 'string' ? { command } : { tool };
}
