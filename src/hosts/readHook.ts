import type { HookPhase } from '../core/hookPhase';
import { shellWord } from '../core/shellQuoted';
import type { HookEvent, HookHost } from './hookEvent';
import { hookResult } from './hookOutcome';
import { objectOf } from './jsonObject';
import type { RawHook } from './sniffHost';

/** Tools that run shell commands, under every name a host has for them, in small letters. */
const SHELL_TOOLS = new Set([
  'bash',
  'powershell',
  'pwsh',
  'shell',
  'local_shell',
  'exec_command',
  'run_in_terminal',
  'runinterminal',
  'runterminalcommand',
  'run_terminal_command',
  'run_terminal_cmd',
  'run_shell_command',
]);

/** Tools that run a shell command where their input holds one, and do something else where it does not. */
const MAY_RUN_COMMANDS = new Set(['monitor']);

/** Reads what a host sent in any of the forms its versions have had. Unknown members are ignored. */
export function readHook(raw: RawHook, form: HookHost, phase: HookPhase): HookEvent {
  const eventName = textOf(raw, 'hook_event_name', 'hookEventName');
  const tool = textOf(raw, 'tool_name', 'toolName');
  const agentId = textOf(raw, 'agent_id', 'agentId');
  const isShell =
    SHELL_TOOLS.has(tool.toLowerCase()) ||
    (MAY_RUN_COMMANDS.has(tool.toLowerCase()) && commandOf(raw) !== undefined) ||
    isShellEvent(raw, tool, eventName);
  return {
    host: raw['cursor_version'] === undefined ? form : 'cursor',
    form,
    phase,
    eventName,
    sessionId: sessionOf(raw, agentId),
    ...member('callId', textOf(raw, 'tool_use_id', 'toolUseId', 'tool_call_id', 'toolCallId')),
    ...member('agentId', agentId),
    ...member('cwd', textOf(raw, 'cwd')),
    tool: tool === '' && isShell ? 'shell' : tool,
    isShell,
    ...member('command', isShell ? commandOf(raw) : undefined),
    shell: /powershell|pwsh/i.test(tool) ? 'powershell' : 'bash',
    ...hookResult(raw, form, phase),
    ...member('transcript', form === 'codex' ? textOf(raw, 'transcript_path') : undefined),
    ...member('notification', textOf(raw, 'notification_type', 'notificationType')),
  };
}

/**
 * The session a hook belongs to. Cursor's own name first: it is the same in all forms that Cursor speaks. Copilot names
 * a sub-agent itself as the session of its tools, and the session it works for as its parent.
 */
function sessionOf(raw: RawHook, agentId: string): string {
  const session = textOf(raw, 'conversation_id', 'session_id', 'sessionId');
  return session === agentId ? textOf(raw, 'parentAgentId', 'sessionId', 'session_id') : session;
}

/** A member that is there only where it says something. */
function member<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  // A computed name widens to string: the cast says which one it is.
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]?: V });
}

/** Cursor's shell events name no tool: the command stands beside the event. */
function isShellEvent(raw: RawHook, tool: string, eventName: string): boolean {
  return tool === '' && (/shellexecution$/i.test(eventName) || raw['command'] !== undefined);
}

function textOf(raw: RawHook, ...names: readonly string[]): string {
  for (const name of names) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

function commandOf(raw: RawHook): string | undefined {
  const input = objectOf(raw['tool_input'] ?? raw['toolArgs'] ?? raw['toolInput']) ?? raw;
  const command = input['command'] ?? input['cmd'];
  if (typeof command === 'string') return command;
  if (!Array.isArray(command) || !command.every((word) => typeof word === 'string'))
    return undefined;
  return command.map(shellWord).join(' ');
}
