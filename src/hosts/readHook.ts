import type { HookPhase } from '../../core/hookPhase';
import type { HookEvent, HookHost } from './hookEvent';
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

/** Reads what a host sent in any of the forms its versions have had. Unknown members are ignored. */
export function readHook(raw: RawHook, form: HookHost, phase: HookPhase): HookEvent {
  const eventName = textOf(raw, 'hook_event_name', 'hookEventName');
  const tool = textOf(raw, 'tool_name', 'toolName');
  const isShell = SHELL_TOOLS.has(tool.toLowerCase()) || isShellEvent(raw, tool, eventName);
  return {
    host: raw['cursor_version'] === undefined ? form : 'cursor',
    form,
    phase,
    eventName,
    // Cursor's own name first: it is the same in all forms that Cursor speaks.
    sessionId: textOf(raw, 'conversation_id', 'session_id', 'sessionId'),
    ...member('callId', textOf(raw, 'tool_use_id', 'toolUseId', 'tool_call_id', 'toolCallId')),
    ...member('agentId', textOf(raw, 'agent_id', 'agentId')),
    ...member('cwd', textOf(raw, 'cwd')),
    tool: tool === '' && isShell ? 'shell' : tool,
    isShell,
    ...member('command', isShell ? commandOf(raw) : undefined),
    shell: /powershell|pwsh/i.test(tool) ? 'powershell' : 'bash',
    ...member('exitCode', exitCodeOf(raw)),
    failed: phase === 'postfail' || saysFailed(raw),
    ...member('notification', textOf(raw, 'notification_type', 'notificationType')),
  };
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
  return command.map(quoted).join(' ');
}

/** A word of an argument list as a shell would have to read it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** An object, also where it comes as JSON text. */
function objectOf(value: unknown): RawHook | undefined {
  if (typeof value === 'string') return objectOf(parsed(value));
  return isObject(value) ? value : undefined;
}

/** Whether a value is an object with members, not a list. */
export function isObject(value: unknown): value is RawHook {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON text after all: the caller says that there is no command.
    return undefined;
  }
}

/** The result a host tells of, as an object; some tell it as text. */
function resultOf(raw: RawHook): RawHook {
  return objectOf(raw['tool_response'] ?? raw['toolResult'] ?? raw['tool_result']) ?? raw;
}

function exitCodeOf(raw: RawHook): number | undefined {
  const result = resultOf(raw);
  const code = result['exit_code'] ?? result['exitCode'];
  if (typeof code === 'number' && Number.isSafeInteger(code)) return code;
  const text = [raw['tool_response'], raw['error'], result['error']].find(
    (one) => typeof one === 'string',
  );
  if (typeof text !== 'string') return undefined;
  const told = /^\s*(?:Error: )?Exit code:? (-?\d{1,10})\b/i.exec(text)?.[1];
  return told === undefined ? undefined : Number(told);
}

function saysFailed(raw: RawHook): boolean {
  const result = resultOf(raw);
  const type = result['resultType'] ?? result['result_type'] ?? 'success';
  return (result !== raw && isSaid(result['error'])) || type !== 'success';
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
