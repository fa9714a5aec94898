import { isObject } from '../../core/isObject';
import {
  ended,
  numberIn,
  type HookQuestion,
  type HookResult,
  type HostHook,
  type HostStart,
  type RawHook,
} from '../hostHook';

/**
 * Gemini CLI: BeforeTool accepts deny, ask and allow. It also asks in YOLO mode; without an
 * interactive user, "ask" ends the entire program. An allow does not skip the questions of Gemini's
 * own policy.
 */
export const hook: HostHook = {
  events: {
    BeforeTool: 'pre',
    AfterTool: 'post',
    Notification: 'notify',
    SessionStart: 'start',
    AfterAgent: 'stop',
    SessionEnd: 'end',
  },
  shellTools: ['run_shell_command'],
  fileTools: ['write_file', 'replace', 'edit'],
  owns: {
    name: 'Gemini CLI',
    folder: '.',
    variable: 'GEMINI_CLI_HOME',
    files: ['.gemini/settings.json', '.gemini/trustedFolders.json'],
    projectFiles: ['.gemini/'],
    program: {
      name: 'gemini',
      npm: 'gemini-cli',
      off: /hooksConfig/,
      offVariables: ['GEMINI_CLI_SYSTEM_SETTINGS_PATH', 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH'],
    },
  },
  recognizes: (raw) => (OWN_EVENTS.test(String(raw['hook_event_name'])) ? 3 : 0),
  pass: '{}',
  answer(_, { decision, reason }) {
    return JSON.stringify(decision === 'allow' ? { decision } : { decision, reason });
  },
  result,
  question,
  hasNoUser,
};

const OWN_EVENTS = /^(?:Before|After)(?:Tool|Agent|Model|ToolSelection)$/;

/**
 * `…Output: it-did-run\nExit Code: 3\nProcess Group PGID: 1\n…`; an exit code of 0 is omitted. The
 * command's own output (`returnDisplay`) is removed first, because it may contain the same text.
 */
function result(text: string, { returnDisplay: display }: RawHook): HookResult {
  const at = text.indexOf('Output: ');
  if (at === -1) return {};
  const from = at + 'Output: '.length;
  const printed = typeof display === 'string' && text.startsWith(display, from) ? display : '';
  const rest = text.slice(from + printed.length);
  const code = numberIn(/^Exit Code: (-?\d{1,10})$/m, rest);
  if (code !== undefined) return ended(code);
  return { failed: /^(?:Signal|Error): /m.test(rest) };
}

/** The details of other questions (`edit`, `info`) do not name a command. */
function question(raw: RawHook): HookQuestion | undefined {
  if (raw['notification_type'] !== 'ToolPermission') return undefined;
  const { details } = raw;
  if (!isObject(details) || details['type'] === undefined) return {};
  const { type, command, serverName, toolName } = details;
  if (type === 'exec') return typeof command === 'string' ? { command } : {};
  return type === 'mcp' ? { tool: `mcp_${String(serverName)}_${String(toolName)}` } : undefined;
}

/**
 * The same test as Gemini CLI's `isHeadlessMode`, except for a prompt passed as a positional
 * argument.
 */
function hasNoUser({ args, hasTerminal }: HostStart): boolean {
  if (args.some((arg) => /^(?:-i|--prompt-interactive|--acp|--experimental-acp)(?:=|$)/.test(arg)))
    return false;
  return !hasTerminal || args.some((arg) => /^(?:-p|--prompt)(?:=|$)/.test(arg));
}
