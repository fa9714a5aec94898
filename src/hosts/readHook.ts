import type { HookPhase } from '../core/hookPhase';
import { isObject } from '../core/isObject';
import { HOST_HOOKS, type HookHost } from './allHooks';
import { commandLine, mcpCommand } from './mcpCommand';
import {
  ended,
  isPresent,
  numberIn,
  type HookQuestion,
  type HookResult,
  type HostHook,
  type RawHook,
} from './hostHook';

/** The event that a hook reported, in one format for all hosts. */
export interface HookEvent {
  readonly host: HookHost;
  /** The format of the answer. Cursor also runs the hooks in Claude Code's files. */
  readonly form: HookHost;
  readonly phase: HookPhase;
  /** The host's own name for the event, if it sent one. */
  readonly eventName: string;
  readonly sessionId: string;
  /** The host's own id of the call, equal before and after it. */
  readonly callId?: string;
  /** Present for a sub-agent. */
  readonly agentId?: string;
  readonly cwd?: string;
  readonly tool: string;
  /** Whether the tool runs shell commands; only those are evaluated. */
  readonly isShell: boolean;
  /** Absent if the tool is not a shell tool or its input has an unknown format. */
  readonly command?: string;
  readonly shell: 'bash' | 'powershell';
  readonly exitCode?: number;
  /** Whether the command failed; absent before it ran and if the host does not report it. */
  readonly failed?: boolean;
  /** Path of the host's session log. */
  readonly transcript?: string;
  /** Whether the host asks no user: a program decides, or everything runs. */
  readonly isAutomatic?: boolean;
  /** For `notify`: the host's notification type. */
  readonly notification?: string;
  /** For `notify`: the question to the user that it reports. */
  readonly question?: HookQuestion;
}

const HOOKS = Object.entries(HOST_HOOKS) as readonly (readonly [
  HookHost,
  (typeof HOST_HOOKS)[HookHost],
])[];

// One set for all hosts, because a host may run the hooks in another host's file.
const SHELL_TOOLS = new Set(HOOKS.flatMap(([, { shellTools }]) => shellTools));
const OTHER_SHELL_TOOLS = new Set(
  HOOKS.flatMap(([, hook]: readonly [HookHost, HostHook]) => hook.otherShellTools ?? []),
);
const TYPING_TOOLS = new Set(
  HOOKS.flatMap(([, hook]: readonly [HookHost, HostHook]) => hook.typingTools ?? []),
);

const AUTOMATIC: ReadonlySet<string> = new Set(['auto', 'bypassPermissions', 'dontAsk', 'yolo']);

/** The host with this id; undefined for any other text. */
export function hostNamed(id: string | undefined): HookHost | undefined {
  return HOOKS.find(([host]) => host === id)?.[0];
}

/** The host that sent this input, for hooks installed without `--host`. */
export function recognizeHost(raw: RawHook): HookHost | undefined {
  let best: HookHost | undefined;
  let highest = 0;
  for (const [host, hook] of HOOKS) {
    const certainty = hook.recognizes(raw);
    if (certainty <= highest) continue;
    best = host;
    highest = certainty;
  }
  return best;
}

/**
 * The phase of an input, for hooks installed without one; undefined for other events. Copilot's
 * camel-case format does not name the event: an input with a tool and no result precedes the call.
 */
export function phaseOf(raw: RawHook, host: HookHost): HookPhase | undefined {
  const name = raw['hook_event_name'] ?? raw['hookEventName'] ?? raw['hookName'];
  if (typeof name === 'string') {
    const events = Object.entries(HOST_HOOKS[host].events);
    return events.find(([event]) => event.toLowerCase() === name.toLowerCase())?.[1];
  }
  if (raw['toolResult'] !== undefined) return 'post';
  return raw['error'] === undefined ? 'pre' : 'postfail';
}

/**
 * Parses a host's input in any of the formats that its versions have used. Unknown members are
 * ignored. `isMcp`: the hook was installed for MCP tools.
 */
export function readHook(raw: RawHook, form: HookHost, phase: HookPhase, isMcp = false): HookEvent {
  const eventName = textOf(raw, 'hook_event_name', 'hookEventName');
  const tool = textOf(raw, 'tool_name', 'toolName');
  const agentId = textOf(raw, 'agent_id', 'agentId');
  const command = isMcp || isMcpTool(tool) ? mcpCommand(toolInput(raw)) : commandOf(raw, tool);
  const isShell =
    SHELL_TOOLS.has(tool.toLowerCase()) ||
    (command !== undefined && runsCommandsToo(tool, isMcp)) ||
    (!isMcp && isShellEvent(raw, tool, eventName));
  return {
    host: callerOf(raw, form),
    form,
    phase,
    eventName,
    sessionId: sessionOf(raw, agentId),
    ...member('callId', textOf(raw, 'tool_use_id', 'toolUseId', 'tool_call_id', 'toolCallId')),
    ...member('agentId', agentId),
    ...member('cwd', textOf(raw, 'cwd')),
    tool: tool === '' && isShell ? 'shell' : tool,
    isShell,
    ...member('command', isShell ? command : undefined),
    shell: shellOf(tool),
    ...resultOf(raw, form, phase),
    ...member('transcript', textOf(raw, 'transcript_path')),
    ...member('notification', textOf(raw, 'notification_type', 'notificationType')),
    ...member('question', phase === 'notify' ? hookOf(form).question?.(raw) : undefined),
    ...(AUTOMATIC.has(textOf(raw, 'permission_mode')) ? { isAutomatic: true } : {}),
  };
}

/** The shell that a tool runs commands in, by its name. */
export function shellOf(tool: string): HookEvent['shell'] {
  return /powershell|pwsh/i.test(tool) ? 'powershell' : 'bash';
}

function hookOf(form: HookHost): HostHook {
  return HOST_HOOKS[form];
}

/** `mcp__server__tool`, `mcp_server_tool`, or `server/tool` in Copilot's permission hook. */
function isMcpTool(tool: string): boolean {
  return /^mcp_|^[^/]+\/[^/]+$/i.test(tool);
}

function callerOf(raw: RawHook, form: HookHost): HookHost {
  const other = HOOKS.find(([, hook]) => hook.runsOtherHooks === true && hook.recognizes(raw) > 0);
  return other?.[0] ?? form;
}

/**
 * The session that a hook belongs to. Cursor's own member comes first, because it is the same in
 * all formats that Cursor uses. Copilot sends a sub-agent as the session of its tools, and the main
 * session as its parent.
 */
function sessionOf(raw: RawHook, agentId: string): string {
  const session = textOf(raw, 'conversation_id', 'session_id', 'sessionId');
  return session === agentId ? textOf(raw, 'parentAgentId', 'sessionId', 'session_id') : session;
}

/** An object with the member, or an empty object if it has no value. */
function member<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  // A computed name widens to string; the cast restores its literal type.
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]?: V });
}

/** Cursor's shell events do not name a tool; the command is a member of the event. */
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

function runsCommandsToo(tool: string, isMcp: boolean): boolean {
  const name = tool.toLowerCase();
  return isMcp || isMcpTool(name) || OTHER_SHELL_TOOLS.has(name) || TYPING_TOOLS.has(name);
}

function commandOf(raw: RawHook, tool: string): string | undefined {
  const input = inputOf(raw) ?? raw;
  if (TYPING_TOOLS.has(tool.toLowerCase())) return typedText(input['input']);
  const task = objectOf(input['task']);
  if (task !== undefined) return commandLine(task['command'], task['args']);
  return commandLine(input['command'] ?? input['cmd']);
}

function inputOf(raw: RawHook): RawHook | undefined {
  return objectOf(toolInput(raw));
}

function toolInput(raw: RawHook): unknown {
  return raw['tool_input'] ?? raw['toolArgs'] ?? raw['toolInput'];
}

/** Copilot writes keys in braces: `ls{enter}`. */
function typedText(input: unknown): string | undefined {
  if (typeof input !== 'string') return undefined;
  const text = input.replace(/\{enter\}/gi, '\n').replace(/\{\w{1,12}\}/g, '');
  return text.trim() === '' ? undefined : text;
}

/** How a command ended, from the host's input after it. */
function resultOf(raw: RawHook, form: HookHost, phase: HookPhase): HookResult {
  if (phase !== 'post' && phase !== 'postfail') return {};
  const sent = raw['tool_response'] ?? raw['toolResult'] ?? raw['tool_result'];
  const result = objectOf(sent) ?? {};
  const code = result['exit_code'] ?? result['exitCode'];
  if (typeof code === 'number' && Number.isSafeInteger(code)) return ended(code);
  const error = phase === 'postfail' ? raw['error'] : result['error'];
  const hook = hookOf(form);
  if (phase === 'postfail' || isPresent(error)) {
    return { ...failure(error), ...hook.result?.(String(error), result), failed: true };
  }
  return hook.result?.(textIn(sent, result), result) ?? {};
}

/** Claude Code reports failures as `Exit code 3\n…`. */
function failure(error: unknown): HookResult {
  const code = numberIn(/^\s*(?:Error: )?Exit code:? (-?\d{1,10})\b/i, String(error));
  return code === undefined ? {} : { exitCode: code };
}

function textIn(sent: unknown, result: RawHook): string {
  const text = result['textResultForLlm'] ?? result['text_result_for_llm'] ?? result['llmContent'];
  if (typeof text === 'string') return text;
  return typeof sent === 'string' ? sent : '';
}

/** The object, parsed if it is sent as JSON text. */
function objectOf(value: unknown): RawHook | undefined {
  if (typeof value !== 'string') return isObject(value) ? value : undefined;
  try {
    return objectOf(JSON.parse(value));
  } catch {
    // Not JSON: the caller finds no command.
    return undefined;
  }
}
