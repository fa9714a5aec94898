import { join } from 'node:path';
import * as z from 'zod';
import { shellWord } from '../../core/shellQuoted';
import { codexRules } from './savedRules';
import { MAX_TRANSCRIPT_BYTES, type SourceFormat } from './source';
import { type CallEnd, type Calls, readTranscript, type TranscriptReader } from './transcript';

/** Codex: a JSONL file a session, in a folder a day. Files of older sessions may be compressed: those are not read. */
export const codex: SourceFormat = {
  id: 'codex',
  name: 'Codex',
  savedRules: codexRules,
  bytesPerCommand: 6000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home, env }) =>
    ['sessions', 'archived_sessions'].map((name) => ({
      root: join(env['CODEX_HOME'] ?? join(home, '.codex'), name),
      includes: (path) => /(^|\/)rollout-[^/]*\.jsonl$/.test(path),
    })),
  read: (path, options) => readTranscript(path, (calls) => new CodexReader(calls), options),
};

const Envelope = z.object({
  timestamp: z.string().optional(),
  type: z.string(),
  payload: z.looseObject({}).optional(),
});
const Session = z.object({ id: z.string(), cwd: z.string().optional() });
const Turn = z.object({
  cwd: z.string(),
  approval_policy: z.string().optional(),
  /** `user`, or who else answers in a person's place. */
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
  call_id: z.string(),
  action: z.object({ command: z.array(z.string()), working_directory: z.string().nullish() }),
});
const Arguments = z.object({
  command: z.union([z.string(), z.array(z.string())]).optional(),
  cmd: z.string().optional(),
  workdir: z.string().nullish(),
  sandbox_permissions: z.string().nullish(),
});
const Output = z.object({
  type: z.literal('function_call_output'),
  call_id: z.string(),
  output: z.unknown(),
});

class CodexReader implements TranscriptReader {
  /** Calls that a person was asked about. */
  private readonly asked = new Set<string>();

  constructor(private readonly calls: Calls) {}

  take(line: unknown): boolean {
    const parsed = Envelope.safeParse(line);
    if (!parsed.success) return false;
    const { type, payload, timestamp } = parsed.data;
    if (type === 'session_meta') this.remember(Session.safeParse(payload).data);
    if (type === 'turn_context') this.turn(Turn.safeParse(payload).data);
    if (type === 'world_state') this.world(World.safeParse(payload).data);
    return type === 'response_item' ? this.item(payload, timestamp) : true;
  }

  private remember(said: { id?: string; cwd?: string | undefined } | undefined): void {
    if (said?.id !== undefined) this.calls.context['sessionId'] = said.id;
    if (said?.cwd !== undefined) this.calls.context['cwd'] = said.cwd;
  }

  private turn(said: z.infer<typeof Turn> | undefined): void {
    this.remember(said);
    if (said === undefined) return;
    const { approval_policy: policy = 'never', approvals_reviewer: reviewer = 'user' } = said;
    this.calls.context['asks'] = policy !== 'never' && reviewer === 'user' ? 'a person' : '';
  }

  /** The whole of it, or what changed. */
  private world(said: z.infer<typeof World> | undefined): void {
    if (said === undefined) return;
    const prefixes = said.state.permissions.approved_command_prefixes;
    this.calls.context['saved'] = JSON.stringify(prefixes.map((words) => `${words.join(' ')} `));
  }

  /** Whether a person is asked: for a command that leaves the sandbox and that no saved rule allows. */
  private isAsked({ sandbox_permissions: wanted }: z.infer<typeof Arguments>, command: string) {
    const { asks, saved } = this.calls.context;
    const prefixes = z.array(z.string()).parse(JSON.parse(saved ?? '[]'));
    const isSaved = prefixes.some((prefix) => `${command} `.startsWith(prefix));
    return wanted === 'require_escalated' && asks === 'a person' && !isSaved;
  }

  private item(payload: unknown, timestamp: string | undefined): boolean {
    const output = Output.safeParse(payload).data;
    if (output !== undefined) {
      const end = endOf(textOf(output.output));
      // It left the sandbox: somebody said yes. A "no" is written as an interrupted turn is (0.171): as nothing.
      const isApproved = this.asked.delete(output.call_id) && end.exitCode !== undefined;
      this.calls.end(output.call_id, isApproved ? { ...end, decision: 'approved' } : end);
      return true;
    }
    const local = LocalCall.safeParse(payload).data;
    if (local !== undefined) {
      const { command, working_directory: workdir } = local.action;
      this.begin(local.call_id, 'local_shell', { command, workdir }, timestamp);
      return true;
    }
    const call = Call.safeParse(payload).data;
    if (call === undefined) return true;
    const given = argumentsOf(call.arguments);
    if (given === undefined) return false;
    this.begin(call.call_id, call.name, given, timestamp);
    return true;
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
    const cwd = workdir ?? turnCwd;
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

function argumentsOf(text: string): z.infer<typeof Arguments> | undefined {
  try {
    return Arguments.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The command of `["bash", "-lc", COMMAND]`; other argument lists quoted as a shell reads them. */
function commandText(command: string | readonly string[]): string {
  if (typeof command === 'string') return command;
  const [program = '', flag = '', text] = command;
  const isShell = /(?:^|\/)(?:ba|z|da)?sh$/.test(program) && /^-l?c$/.test(flag);
  if (isShell && text !== undefined && command.length === 3) return text;
  return command.map(shellWord).join(' ');
}

function endOf(output: string): CallEnd {
  if (/^(?:exec )?command rejected by user/.test(output)) return { decision: 'refused' };
  if (
    /rejected: policy forbids|rejected due to unacceptable risk|blocked by PreToolUse hook/.test(
      output,
    )
  )
    return { decision: 'machine-denied' };
  const [, code] =
    /(?:^|\n)(?:Process exited with code|Exit code:) (-?\d+)/.exec(output) ??
    /"exit_code":\s*(-?\d+)/.exec(output) ??
    [];
  return code === undefined ? {} : { exitCode: Number(code), failed: Number(code) !== 0 };
}

/** Newer versions write the text, older ones an object with it. */
function textOf(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}
