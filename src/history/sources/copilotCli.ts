import { join } from 'node:path';
import * as z from 'zod';
import { copilotRules } from './savedRules';
import { MAX_TRANSCRIPT_BYTES, type SourceDecision, type SourceFormat } from './source';
import { type Calls, readTranscript, type TranscriptReader } from './transcript';

/** Copilot CLI, and Copilot sessions of VS Code: `events.jsonl` in a folder a session. */
export const copilotCli: SourceFormat = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  savedRules: copilotRules,
  bytesPerCommand: 4000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home, env }) => [
    {
      root: join(env['COPILOT_HOME'] ?? join(home, '.copilot'), 'session-state'),
      includes: (path) => /^[^/]+\/events\.jsonl$/.test(path),
    },
  ],
  read: (path, options) => readTranscript(path, (calls) => new CopilotReader(calls), options),
};

const Envelope = z.object({ type: z.string(), timestamp: z.string(), data: z.looseObject({}) });
const Session = z.object({
  sessionId: z.string().optional(),
  cwd: z.string().optional(),
  context: z.object({ cwd: z.string().optional() }).optional(),
});
const Start = z.object({
  toolCallId: z.string(),
  toolName: z.enum(['bash', 'powershell']),
  arguments: z.object({ command: z.string() }),
});
const Complete = z.object({
  toolCallId: z.string(),
  shellExecution: z.object({ exitCode: z.number().int().optional() }).optional(),
  /** Versions before 1.0.81 say the exit code in its text only. */
  result: z.object({ content: z.string() }).optional(),
});
const Permission = z.object({
  toolCallId: z.string(),
  result: z.object({ kind: z.string() }),
  /** `human_response`, or what else decided. Older versions do not say. */
  decisionSource: z.string().optional(),
});

class CopilotReader implements TranscriptReader {
  private readonly approved = new Set<string>();

  constructor(private readonly calls: Calls) {}

  take(line: unknown): boolean {
    const event = Envelope.safeParse(line).data;
    if (event === undefined) return false;
    const { type, timestamp, data } = event;
    switch (type) {
      case 'session.start':
      case 'session.context_changed':
        this.remember(Session.safeParse(data).data);
        break;
      case 'tool.execution_start':
        this.begin(Start.safeParse(data).data, timestamp);
        break;
      case 'permission.completed':
        this.decide(Permission.safeParse(data).data);
        break;
      case 'tool.execution_complete':
        this.complete(Complete.safeParse(data).data);
        break;
    }
    return true;
  }

  private remember(said: z.infer<typeof Session> | undefined): void {
    const cwd = said?.cwd ?? said?.context?.cwd;
    if (said?.sessionId !== undefined) this.calls.context['sessionId'] = said.sessionId;
    if (cwd !== undefined) this.calls.context['cwd'] = cwd;
  }

  private begin(start: z.infer<typeof Start> | undefined, ts: string): void {
    if (start === undefined) return;
    const { sessionId, cwd } = this.calls.context;
    this.calls.begin(start.toolCallId, {
      command: start.arguments.command,
      tool: start.toolName,
      ts,
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
  }

  /** The permission is decided while the call is under way. Of a call that may not run, nothing more may be written. */
  private decide(permission: z.infer<typeof Permission> | undefined): void {
    if (permission === undefined) return;
    const { toolCallId, result, decisionSource = 'human_response' } = permission;
    const decision = DECISION[result.kind];
    if (result.kind === 'cancelled') this.calls.end(toolCallId, { ran: false });
    else if (decision === undefined) return;
    else if (decision !== 'approved') this.calls.end(toolCallId, { decision });
    else if (decisionSource === 'human_response') this.approved.add(toolCallId);
  }

  private complete(complete: z.infer<typeof Complete> | undefined): void {
    if (complete === undefined) return;
    const { toolCallId, shellExecution, result } = complete;
    const isApproved = this.approved.delete(toolCallId);
    const exitCode = shellExecution?.exitCode ?? exitIn(result?.content ?? '');
    this.calls.end(toolCallId, {
      ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
      ...(isApproved ? { decision: 'approved' } : {}),
    });
  }
}

function exitIn(text: string): number | undefined {
  const code = /<[^<>\n]*\bexit code (-?\d{1,10})>\s*$/.exec(text)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** Other kinds are those of rules and hooks that allow. */
const DECISION: Readonly<Record<string, SourceDecision>> = {
  approved: 'approved',
  'approved-for-session': 'approved',
  'approved-for-location': 'approved',
  'denied-interactively-by-user': 'refused',
  'denied-by-rules': 'machine-denied',
  'denied-by-permission-request-hook': 'machine-denied',
  'denied-by-content-exclusion-policy': 'machine-denied',
  'denied-no-approval-rule-and-could-not-request-from-user': 'machine-denied',
};
