import * as z from 'zod';
import { isObject } from '../../core/isObject';
import { isoTime } from '../../core/isoTime';
import { shellWord } from '../../core/shellQuoted';
import { codexEnd } from './codexOutput';
import * as items from './codexItems';
import { CodexScripts, type CommandSink } from './codexScripts';
import { pathOfUri, resolvedPath } from './paths';
import type { CallEnd, Calls, TranscriptReader } from './transcript';

type Ran = z.infer<typeof items.Ran>;
/** What the end of a command may name. */
type EndFields = { readonly [K in keyof Ran]?: Ran[K] | undefined };

/** Reads the items of a Codex session. */
export class CodexReader implements TranscriptReader {
  /** Calls that a person was asked about. */
  private readonly asked = new Set<string>();
  /** The call that started the command of a terminal. */
  private readonly startedIn = new Map<string, string>();
  /** The terminal that receives the input of a `write_stdin` call. */
  private readonly typedInto = new Map<string, string>();
  private readonly exits = new Map<string, number>();
  /** The scripts that calls wait for. */
  private readonly waits = new Map<string, string>();
  private readonly scripts: CodexScripts;

  constructor(private readonly calls: Calls) {
    const sink: CommandSink = {
      begin: (callId, call, ts) => {
        this.begin(callId, 'exec_command', call, ts);
      },
      end: (callId, how) => {
        this.finish(callId, how);
      },
      drop: (callId) => {
        this.calls.drop(callId);
      },
    };
    this.scripts = new CodexScripts(sink, calls.context);
  }

  take(line: unknown): boolean {
    const parsed = items.Envelope.safeParse(line);
    if (!parsed.success) return false;
    const { type, payload, timestamp } = parsed.data;
    if (payload === undefined) return this.bare(line, timestamp);
    switch (type) {
      case 'session_meta':
        this.remember(items.Session.safeParse(payload).data);
        return true;
      case 'turn_context':
        this.turn(items.Turn.safeParse(payload).data);
        return true;
      case 'world_state':
        this.world(items.World.safeParse(payload).data);
        return true;
      case 'event_msg':
        this.event(payload, timestamp);
        return true;
      case 'response_item':
        return this.item(payload, timestamp);
      case undefined:
      default:
        return true;
    }
  }

  /** Sessions of 2025 start with a line about the session, followed by items without an envelope. */
  private bare(line: unknown, timestamp: string | undefined): boolean {
    const session = items.Session.safeParse(line).data;
    if (session !== undefined && timestamp !== undefined) {
      this.remember(session);
      this.calls.context['startedAt'] = timestamp;
    }
    return this.item(line, timestamp ?? this.calls.context['startedAt']);
  }

  private remember(session: { id?: string; cwd?: string | undefined } | undefined): void {
    if (session?.id !== undefined) this.calls.context['sessionId'] = session.id;
    if (session?.cwd !== undefined) this.calls.context['cwd'] = session.cwd;
  }

  private turn(turn: z.infer<typeof items.Turn> | undefined): void {
    this.remember(turn);
    if (turn === undefined) return;
    this.calls.context['asks'] = asksPerson(turn) ? 'a person' : '';
  }

  /** The complete state, or the changes to it. */
  private world(world: z.infer<typeof items.World> | undefined): void {
    if (world === undefined) return;
    const prefixes = world.state.permissions.approved_command_prefixes;
    this.calls.context['saved'] = JSON.stringify(prefixes.map((words) => `${words.join(' ')} `));
  }

  /** The end of a command: of a call, or of one in a script. */
  private event(payload: unknown, timestamp: string | undefined): void {
    const end = items.ExecEnd.safeParse(payload).data;
    if (end !== undefined) this.ended(end.call_id, end, timestamp);
    const completed = items.ItemCompleted.safeParse(payload).data;
    if (completed === undefined) return;
    const { item, started_at_ms: startedMs } = completed;
    this.ended(item.id, item, startedMs === undefined ? timestamp : isoTime(startedMs));
  }

  private ended(id: string, event: EndFields, ts: string | undefined): void {
    const { command, cwd, source = '', exit_code: exitCode } = event;
    if (this.calls.has(id)) {
      if (typeof exitCode === 'number') this.exits.set(id, exitCode);
      return;
    }
    // Commands that a user typed after `!`, and input to a running command, are not calls of the agent.
    const isInScript = id.startsWith('exec-') && !NO_CALLS.has(source);
    if (!isInScript || command === undefined || cwd === undefined) return;
    this.scripts.ran({
      id,
      command: commandText(command),
      cwd: pathIn(cwd),
      ts,
      end: endOf(event),
    });
  }

  /** Whether a person is asked, which is the case for a command outside the sandbox that no saved rule allows. */
  private isAsked(given: z.infer<typeof items.Arguments>, command: string): boolean {
    const { asks, saved } = this.calls.context;
    const prefixes = z.array(z.string()).parse(JSON.parse(saved ?? '[]'));
    const isSaved = prefixes.some((prefix) => `${command} `.startsWith(prefix));
    const leavesSandbox =
      given.sandbox_permissions === 'require_escalated' ||
      given.with_escalated_permissions === true;
    return leavesSandbox && asks === 'a person' && !isSaved;
  }

  private item(payload: unknown, timestamp: string | undefined): boolean {
    const output = items.Output.safeParse(payload).data;
    if (output !== undefined) return this.output(output);
    const script = items.Script.safeParse(payload).data;
    if (script !== undefined) {
      this.scripts.begin(script.call_id, script.input, timestamp);
      return true;
    }
    const typed = items.Typed.safeParse(payload).data;
    if (typed !== undefined) return this.typing(typed);
    const wait = items.Wait.safeParse(payload).data;
    if (wait !== undefined) return this.waiting(wait);
    return this.call(payload, timestamp);
  }

  /** False for a shell command in an unknown format. */
  private call(payload: unknown, timestamp: string | undefined): boolean {
    const local = items.LocalCall.safeParse(payload).data;
    if (local !== undefined) {
      const { command, working_directory: workdir } = local.action;
      const callId = local.call_id ?? local.id ?? '';
      this.begin(callId, 'local_shell', { command, workdir }, timestamp);
      return true;
    }
    const call = items.Call.safeParse(payload).data;
    if (call === undefined) return true;
    const given = items.Arguments.safeParse(jsonOf(call.arguments)).data;
    if (given === undefined) return false;
    this.begin(call.call_id, call.name, given, timestamp);
    return true;
  }

  private waiting({ call_id: callId, arguments: given }: z.infer<typeof items.Wait>): boolean {
    const cell = items.WaitArguments.safeParse(jsonOf(given)).data?.cell_id;
    const script = cell === undefined ? undefined : this.scripts.scriptOf(cell);
    if (script !== undefined) this.waits.set(callId, script);
    return true;
  }

  private typing({ call_id: callId, arguments: given }: z.infer<typeof items.Typed>): boolean {
    const terminal = items.TypedArguments.safeParse(jsonOf(given)).data?.session_id;
    if (terminal !== undefined) this.typedInto.set(callId, String(terminal));
    return terminal !== undefined;
  }

  private output({ type, call_id: outputOf, output }: z.infer<typeof items.Output>): boolean {
    const script = type === 'custom_tool_call_output' ? outputOf : this.waits.get(outputOf);
    if (script !== undefined) return this.scripts.output(script, output);
    const terminal = this.typedInto.get(outputOf);
    this.typedInto.delete(outputOf);
    const callId = terminal === undefined ? outputOf : (this.startedIn.get(terminal) ?? outputOf);
    const { runsIn, ...read } = codexEnd(output);
    if (runsIn !== undefined) {
      if (terminal === undefined) this.startedIn.set(runsIn, callId);
      return true;
    }
    // Otherwise only sending the input failed, and the command continues.
    if (terminal !== undefined && read.exitCode === undefined) return true;
    if (terminal !== undefined) this.startedIn.delete(terminal);
    this.finish(callId, read);
    return true;
  }

  private finish(callId: string, read: CallEnd): void {
    const exitCode = read.exitCode ?? this.exits.get(callId);
    this.exits.delete(callId);
    // It ran outside the sandbox, so a person approved it. A refusal is not recorded, like an interrupted turn (0.171).
    const isApproved = this.asked.delete(callId) && exitCode !== undefined;
    this.calls.end(callId, {
      ...read,
      ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
      ...(isApproved ? { decision: 'approved' } : {}),
    });
  }

  private begin(
    callId: string,
    tool: string,
    given: z.infer<typeof items.Arguments>,
    ts: string | undefined,
  ): void {
    const { command, cmd, workdir } = given;
    const { sessionId, cwd: turnCwd } = this.calls.context;
    const text = commandText(cmd ?? command ?? '');
    const cwd = resolvedPath(turnCwd, workdir ?? undefined);
    if (this.isAsked(given, text)) this.asked.add(callId);
    this.calls.begin(callId, {
      command: text,
      tool,
      ...(ts === undefined ? {} : { ts }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
  }
}

const NO_CALLS: ReadonlySet<string> = new Set(['user_shell', 'unified_exec_interaction']);

/** Whether a person is asked before a command leaves the sandbox. With `on-failure`, it is tried inside first. */
function asksPerson(turn: z.infer<typeof items.Turn>): boolean {
  const { approval_policy: policy, sandbox_policy: sandbox, approvals_reviewer: reviewer } = turn;
  const mayAsk = isObject(policy) || policy === 'on-request' || policy === 'untrusted';
  const hasSandbox = (sandbox?.['mode'] ?? sandbox?.['type']) !== 'danger-full-access';
  return mayAsk && hasSandbox && (reviewer ?? 'user') === 'user';
}

function endOf({ status, exit_code: exitCode, aggregated_output: output }: EndFields): CallEnd {
  if (status !== 'declined') {
    return typeof exitCode === 'number' ? { exitCode, failed: exitCode !== 0 } : {};
  }
  return { decision: codexEnd(output ?? '').decision ?? 'machine-denied' };
}

function pathIn(cwd: string): string {
  if (!cwd.startsWith('file:')) return cwd;
  try {
    return pathOfUri(cwd);
  } catch {
    return cwd;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The script of `["bash", "-lc", SCRIPT]` and its Windows equivalents; other argument lists are quoted for a shell. */
function commandText(command: string | readonly string[]): string {
  if (typeof command === 'string') return command;
  const [program = ''] = command;
  const flag = command.at(-2) ?? '';
  const script = command.at(-1);
  const isScript = SHELLS.some(([shell, flags]) => shell.test(program) && flags.test(flag));
  if (isScript && script !== undefined && command.length > 2) return script;
  return command.map(shellWord).join(' ');
}

/** Shells, and the option that precedes a script. */
const SHELLS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|\/)(?:ba|z|da|k)?sh$/, /^-[a-z]*c$/],
  [/(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/i, /^-c(?:ommand)?$/i],
  [/(?:^|[\\/])cmd(?:\.exe)?$/i, /^\/c$/i],
];
