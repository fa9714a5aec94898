import { join } from 'node:path';
import * as z from 'zod';
import { isObject } from '../../core/isObject';
import { copilotRules } from './savedRules';
import { MAX_TRANSCRIPT_BYTES, type SourceDecision, type SourceFormat } from './source';
import { exitIn } from './copilotExit';
import { readTimeline } from './copilotTimeline';
import { type CallEnd, type Calls, readTranscript, type TranscriptReader } from './transcript';

/**
 * Copilot CLI, and Copilot sessions of VS Code: `events.jsonl` in one folder per session. Until 0.0.377 one JSONL file
 * per session, until 0.0.341 one JSON object.
 */
export const copilotCli: SourceFormat = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  savedRules: copilotRules,
  bytesPerCommand: 4000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places({ home, env }) {
    const folder = env['COPILOT_HOME'] ?? join(home, '.copilot');
    return [
      {
        root: join(folder, 'session-state'),
        includes: (path) => /^(?:[^/]+\/events|[^/]+)\.jsonl$/.test(path),
        maxDepth: 1,
      },
      {
        root: join(folder, 'history-session-state'),
        includes: (path) => path.endsWith('.json'),
        maxDepth: 0,
      },
    ];
  },
  read: (path, options) =>
    path.endsWith('.jsonl')
      ? readTranscript(path, (calls) => new CopilotReader(calls, COPILOT_TOOLS), options)
      : readTimeline(path),
};

/** Tools that run a shell command. */
const COPILOT_TOOLS: ReadonlySet<string> = new Set(['bash', 'powershell', 'shell', 'local_shell']);

const Envelope = z.object({ type: z.string(), timestamp: z.string(), data: z.looseObject({}) });
const Session = z.object({
  sessionId: z.string().optional(),
  cwd: z.string().optional(),
  context: z.object({ cwd: z.string().optional() }).optional(),
});
const Start = z.object({
  toolCallId: z.string(),
  toolName: z.string(),
  arguments: z.object({ command: z.string() }),
});
const Content = z.array(
  z.object({ exitCode: z.number().int().optional(), cwd: z.string().optional() }),
);
const Complete = z.object({
  toolCallId: z.string(),
  shellExecution: z.object({ exitCode: z.number().int().optional() }).optional(),
  /** Before 1.0.81, the exit code is only in the text. */
  result: z
    .union([z.string(), z.object({ content: z.unknown(), contents: z.unknown() }).partial()])
    .nullish(),
  /** Of a call that did not run, in versions that record no permissions. */
  error: z.object({ code: z.string() }).nullish().catch(undefined),
});
const Request = z.object({
  requestId: z.string(),
  permissionRequest: z.object({ toolCallId: z.string() }),
  resolvedByHook: z.boolean().optional(),
});
const Permission = z.object({
  requestId: z.string().optional(),
  toolCallId: z.string().optional(),
  result: z.object({ kind: z.string() }),
  /** `human_response`, or the program that decided. Absent in older versions. */
  decisionSource: z.string().optional(),
});
const Permissions = z.object({ allowAllPermissions: z.boolean() });

/** Reads the events of a session. */
export class CopilotReader implements TranscriptReader {
  private readonly approved = new Set<string>();
  /** The calls of open requests, and whether a hook decides them. */
  private readonly requests = new Map<string, { callId: string; isByHook: boolean }>();

  /** `tools`: names of the tools that run a shell command. */
  constructor(
    private readonly calls: Calls,
    private readonly tools: ReadonlySet<string>,
  ) {}

  take(line: unknown): boolean {
    const event = Envelope.safeParse(line).data;
    if (event === undefined) return false;
    const { type, timestamp, data } = event;
    switch (type) {
      case 'session.start':
      case 'session.resume':
      case 'session.context_changed':
        this.remember(Session.safeParse(data).data);
        break;
      case 'tool.execution_start':
        return this.begin(data, timestamp);
      case 'session.permissions_changed':
        this.allowAll(Permissions.safeParse(data).data?.allowAllPermissions ?? false);
        break;
      case 'permission.requested':
        this.request(Request.safeParse(data).data);
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

  private remember(session: z.infer<typeof Session> | undefined): void {
    const cwd = session?.cwd ?? session?.context?.cwd;
    if (session?.sessionId !== undefined) this.calls.context['sessionId'] = session.sessionId;
    if (cwd !== undefined) this.calls.context['cwd'] = cwd;
  }

  /** False for a shell command in an unknown format. */
  private begin(data: Readonly<Record<string, unknown>>, ts: string): boolean {
    if (!this.tools.has(String(data['toolName']))) return true;
    const start = Start.safeParse(data).data;
    if (start === undefined) return false;
    const { sessionId, cwd } = this.calls.context;
    this.calls.begin(start.toolCallId, {
      command: start.arguments.command,
      tool: start.toolName,
      ts,
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    return true;
  }

  /** From here on no user is asked, even if there are permission events. */
  private allowAll(isOn: boolean): void {
    this.calls.context['allowsAll'] = isOn ? 'yes' : '';
  }

  private request(request: z.infer<typeof Request> | undefined): void {
    if (request === undefined) return;
    const { requestId, permissionRequest, resolvedByHook: isByHook = false } = request;
    this.requests.set(requestId, { callId: permissionRequest.toolCallId, isByHook });
  }

  /** The decision precedes the end of the call. A refused call may have no further events. */
  private decide(permission: z.infer<typeof Permission> | undefined): void {
    if (permission === undefined) return;
    const { requestId = '', result, decisionSource = 'human_response' } = permission;
    const request = this.requests.get(requestId);
    this.requests.delete(requestId);
    const callId = permission.toolCallId ?? request?.callId ?? '';
    const decision = decisionOf(result.kind);
    if (result.kind === 'cancelled') this.calls.end(callId, { ran: false });
    else if (decision === undefined) return;
    else if (decision !== 'approved') this.calls.end(callId, { decision });
    else if (decisionSource === 'human_response' && this.isAsking(request?.isByHook))
      this.approved.add(callId);
  }

  private isAsking(isByHook = false): boolean {
    return !isByHook && this.calls.context['allowsAll'] !== 'yes';
  }

  private complete(complete: z.infer<typeof Complete> | undefined): void {
    if (complete === undefined) return;
    const { toolCallId, shellExecution, result, error } = complete;
    const isApproved = this.approved.delete(toolCallId);
    const found = resultOf(result);
    const exitCode = shellExecution?.exitCode ?? found.exitCode;
    this.calls.end(toolCallId, {
      ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
      ...(found.cwd === undefined ? {} : { cwd: found.cwd }),
      ...(isApproved ? { decision: 'approved' } : {}),
      ...NOT_ALLOWED.get(error?.code ?? ''),
    });
  }
}

/** Errors of calls that were not allowed. Where permissions are recorded, the call ended with its permission. */
const NOT_ALLOWED: ReadonlyMap<string, CallEnd> = new Map([
  ['rejected', { decision: 'refused' }],
  ['denied', { decision: 'machine-denied' }],
]);

/** Exit code and working directory: members of the parts of a result; in older versions, text. */
function resultOf(result: z.infer<typeof Complete>['result']): {
  readonly exitCode?: number | undefined;
  readonly cwd?: string | undefined;
} {
  const { content, contents } = isObject(result) ? result : {};
  const parts = [content, contents].flatMap((list) => Content.safeParse(list).data ?? []);
  const text = typeof result === 'string' ? result : content;
  return {
    exitCode:
      parts.find(({ exitCode }) => exitCode !== undefined)?.exitCode ??
      exitIn(typeof text === 'string' ? text : ''),
    cwd: parts.find(({ cwd }) => cwd !== undefined)?.cwd,
  };
}

/** Other kinds mean that a rule or hook allowed the call. */
function decisionOf(kind: string): SourceDecision | undefined {
  if (/^approved(?:-for-(?:session|location))?$/.test(kind)) return 'approved';
  if (kind === 'denied-interactively-by-user') return 'refused';
  return kind.startsWith('denied-') ? 'machine-denied' : undefined;
}
