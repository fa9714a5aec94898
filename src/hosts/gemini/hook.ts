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
 * Gemini CLI: BeforeTool takes deny, ask and allow. It asks in YOLO mode too; where there is no person to ask, the
 * whole program ends. An allow does not skip the questions of Gemini's own policy.
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
  },
  recognizes: (raw) => (OWN_EVENTS.test(String(raw['hook_event_name'])) ? 3 : 0),
  pass: '{}',
  answer(_, { decision, reason }) {
    return JSON.stringify(decision === 'allow' ? { decision } : { decision, reason });
  },
  result,
  question,
  asksNobody,
};

const OWN_EVENTS = /^(?:Before|After)(?:Tool|Agent|Model|ToolSelection)$/;

/**
 * `…Output: it-did-run\nExit Code: 3\nProcess Group PGID: 1\n…`: a code of 0 is left out. The command's own output
 * (`returnDisplay` repeats it) is removed first, for it may contain the same words.
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

/** The details of other questions (`edit`, `info`) name no command. */
function question(raw: RawHook): HookQuestion | undefined {
  if (raw['notification_type'] !== 'ToolPermission') return undefined;
  const { details } = raw;
  if (!isObject(details) || details['type'] === undefined) return {};
  const { type, command, serverName, toolName } = details;
  if (type === 'exec') return typeof command === 'string' ? { command } : {};
  return type === 'mcp' ? { tool: `mcp_${String(serverName)}_${String(toolName)}` } : undefined;
}

/** Its own test of whether it is interactive (`isHeadlessMode`), without the prompt as a bare argument. */
function asksNobody({ args, hasTerminal }: HostStart): boolean {
  if (args.some((arg) => /^(?:-i|--prompt-interactive|--acp|--experimental-acp)(?:=|$)/.test(arg)))
    return false;
  return !hasTerminal || args.some((arg) => /^(?:-p|--prompt)(?:=|$)/.test(arg));
}
