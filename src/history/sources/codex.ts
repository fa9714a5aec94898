import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { HOST_NAMES } from '../../core/hostNames';
import { shellWord } from '../../core/shellQuoted';
import { codexRules } from './savedRules';
import {
  MAX_TRANSCRIPT_BYTES,
  type ReadOptions,
  type SourceBatch,
  type SourceFormat,
  START,
} from './source';
import { linesOf } from './lines';
import { readZstd } from './zstd';
import { codexEnd } from './codexOutput';
import { resolvedPath } from './paths';
import { type Calls, readTranscript, type TranscriptReader } from './transcript';

/** Codex: one JSONL file per session, in one folder per day; compressed after a week without changes. */
export const codex: SourceFormat = {
  id: 'codex',
  name: HOST_NAMES.codex,
  savedRules: codexRules,
  bytesPerCommand: 6000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home, env }) =>
    ['sessions', 'archived_sessions'].map((name) => ({
      root: join(env['CODEX_HOME'] ?? join(home, '.codex'), name),
      includes: (path) => /(^|\/)rollout-[^/]*\.jsonl(?:\.zst)?$/.test(path),
    })),
  read: (path, options) =>
    path.endsWith('.zst')
      ? readCompressed(path, options)
      : readTranscript(path, (calls) => new CodexReader(calls), options),
};

/** Reads a whole compressed session, which no longer grows. Skipped if the uncompressed file exists as well. */
async function* readCompressed(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { size } = await stat(path);
  const end = { offset: size, context: {} };
  if (!(await isThere(path.slice(0, -'.zst'.length)))) {
    const whole = { ...options, from: START, isFinal: true };
    const create = (calls: Calls): CodexReader => new CodexReader(calls);
    for await (const batch of readTranscript(path, create, whole, linesOf(readZstd(path)))) {
      yield { ...batch, position: START };
    }
  }
  yield { commands: [], faults: [], skipped: 0, position: end };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

const Envelope = z.object({
  timestamp: z.string().optional(),
  type: z.string().optional(),
  payload: z.looseObject({}).optional(),
});
const Session = z.object({ id: z.string(), cwd: z.string().optional() });
const Turn = z.object({
  cwd: z.string(),
  approval_policy: z.string().optional(),
  /** `user`, or the program that answers instead of a person. */
  approvals_reviewer: z.string().optional(),
});
const World = z.object({
  state: z.object({
    permissions: z.object({ approved_command_prefixes: z.array(z.array(z.string())) }),
  }),
});
const Call = z.object({
  type: z.literal('function_call'),
  name: z.enum(['shell', 'shell_command', 'exec_command', 'container.exec']),
  arguments: z.string(),
  call_id: z.string(),
});
const LocalCall = z.object({
  type: z.literal('local_shell_call'),
  /** The oldest have `id` alone. */
  call_id: z.string().nullish(),
  id: z.string().nullish(),
  action: z.object({ command: z.array(z.string()), working_directory: z.string().nullish() }),
});
const Arguments = z.object({
  command: z.union([z.string(), z.array(z.string())]).optional(),
  cmd: z.string().optional(),
  workdir: z.string().nullish(),
  sandbox_permissions: z.string().nullish(),
  /** Name used until 0.76. */
  with_escalated_permissions: z.boolean().nullish(),
});
/** Text sent to a terminal in which a command is still running. */
const Typed = z.object({
  type: z.literal('function_call'),
  name: z.literal('write_stdin'),
  arguments: z.string(),
  call_id: z.string(),
});
const TypedArguments = z.object({ session_id: z.union([z.string(), z.number()]) });
/** Written only if the entire session is recorded. */
const ExecEnd = z.object({
  type: z.literal('exec_command_end'),
  call_id: z.string(),
  exit_code: z.number().int(),
});
const Output = z.object({
  type: z.literal('function_call_output'),
  call_id: z.string(),
  output: z.unknown(),
});

class CodexReader implements TranscriptReader {
  /** Calls that a person was asked about. */
  private readonly asked = new Set<string>();
  /** The call that started the command of a terminal. */
  private readonly startedIn = new Map<string, string>();
  /** The terminal that receives the input of a `write_stdin` call. */
  private readonly typedInto = new Map<string, string>();
  private readonly exits = new Map<string, number>();

  constructor(private readonly calls: Calls) {}

  take(line: unknown): boolean {
    const parsed = Envelope.safeParse(line);
    if (!parsed.success) return false;
    const { type, payload, timestamp } = parsed.data;
    if (payload === undefined) return this.bare(line, timestamp);
    switch (type) {
      case 'session_meta':
        this.remember(Session.safeParse(payload).data);
        return true;
      case 'turn_context':
        this.turn(Turn.safeParse(payload).data);
        return true;
      case 'world_state':
        this.world(World.safeParse(payload).data);
        return true;
      case 'event_msg':
        this.ended(ExecEnd.safeParse(payload).data);
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
    const session = Session.safeParse(line).data;
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

  private turn(turn: z.infer<typeof Turn> | undefined): void {
    this.remember(turn);
    if (turn === undefined) return;
    const { approval_policy: policy = 'never', approvals_reviewer: reviewer = 'user' } = turn;
    this.calls.context['asks'] = policy !== 'never' && reviewer === 'user' ? 'a person' : '';
  }

  /** The complete state, or the changes to it. */
  private world(world: z.infer<typeof World> | undefined): void {
    if (world === undefined) return;
    const prefixes = world.state.permissions.approved_command_prefixes;
    this.calls.context['saved'] = JSON.stringify(prefixes.map((words) => `${words.join(' ')} `));
  }

  private ended(end: z.infer<typeof ExecEnd> | undefined): void {
    if (end !== undefined && this.calls.has(end.call_id))
      this.exits.set(end.call_id, end.exit_code);
  }

  /** Whether a person is asked, which is the case for a command outside the sandbox that no saved rule allows. */
  private isAsked(given: z.infer<typeof Arguments>, command: string): boolean {
    const { asks, saved } = this.calls.context;
    const prefixes = z.array(z.string()).parse(JSON.parse(saved ?? '[]'));
    const isSaved = prefixes.some((prefix) => `${command} `.startsWith(prefix));
    const leavesSandbox =
      given.sandbox_permissions === 'require_escalated' ||
      given.with_escalated_permissions === true;
    return leavesSandbox && asks === 'a person' && !isSaved;
  }

  private item(payload: unknown, timestamp: string | undefined): boolean {
    const output = Output.safeParse(payload).data;
    if (output !== undefined) {
      this.output(output);
      return true;
    }
    const typed = Typed.safeParse(payload).data;
    if (typed !== undefined) return this.typing(typed);
    const local = LocalCall.safeParse(payload).data;
    if (local !== undefined) {
      const { command, working_directory: workdir } = local.action;
      const callId = local.call_id ?? local.id ?? '';
      this.begin(callId, 'local_shell', { command, workdir }, timestamp);
      return true;
    }
    const call = Call.safeParse(payload).data;
    if (call === undefined) return true;
    const given = Arguments.safeParse(jsonOf(call.arguments)).data;
    if (given === undefined) return false;
    this.begin(call.call_id, call.name, given, timestamp);
    return true;
  }

  private typing({ call_id: callId, arguments: given }: z.infer<typeof Typed>): boolean {
    const terminal = TypedArguments.safeParse(jsonOf(given)).data?.session_id;
    if (terminal !== undefined) this.typedInto.set(callId, String(terminal));
    return terminal !== undefined;
  }

  private output({ call_id: outputOf, output }: z.infer<typeof Output>): void {
    const terminal = this.typedInto.get(outputOf);
    this.typedInto.delete(outputOf);
    const callId = terminal === undefined ? outputOf : (this.startedIn.get(terminal) ?? outputOf);
    const { runsIn, ...read } = codexEnd(output);
    if (runsIn !== undefined) {
      if (terminal === undefined) this.startedIn.set(runsIn, callId);
      return;
    }
    if (terminal !== undefined) this.startedIn.delete(terminal);
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
    given: z.infer<typeof Arguments>,
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
