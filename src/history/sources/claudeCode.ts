import { join } from 'node:path';
import * as z from 'zod';
import { HOST_NAMES } from '../../core/hostNames';
import { claudeRules } from './savedRules';
import { MAX_TRANSCRIPT_BYTES, type SourceFormat } from './source';
import { type CallEnd, type Calls, readTranscript, type TranscriptReader } from './transcript';

/** Claude Code: one JSONL file per session, in one folder per project; sub-agents have their own files below it. */
export const claudeCode: SourceFormat = {
  id: 'claude-code',
  name: HOST_NAMES.claude,
  savedRules: claudeRules,
  bytesPerCommand: 8000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places({ home, env }) {
    const set = env['CLAUDE_CONFIG_DIR'];
    const folders =
      set === undefined ? ['.claude', '.config/claude'].map((f) => join(home, f)) : [set];
    return folders.map((folder) => ({
      root: join(folder, 'projects'),
      includes: (path) => path.endsWith('.jsonl'),
    }));
  },
  read: (path, options) => readTranscript(path, (calls) => new ClaudeReader(calls), options),
};

const Envelope = z.object({
  type: z.string(),
  timestamp: z.string().optional(),
  sessionId: z.string().optional(),
  cwd: z.string().optional(),
  toolDenialKind: z.string().optional(),
  permissionDecision: z.object({ decision: z.string(), source: z.string() }).optional(),
  toolUseResult: z.unknown().optional(),
  message: z.object({ content: z.union([z.string(), z.array(z.unknown())]) }).optional(),
  data: z.unknown().optional(),
});
/** A line of a sub-agent, copied into the transcript of its parent (2.1.34). */
const Progress = z.object({ type: z.literal('agent_progress'), message: z.looseObject({}) });
type Line = z.infer<typeof Envelope>;
const ShellUse = z.object({
  type: z.literal('tool_use'),
  name: z.enum(['Bash', 'PowerShell', 'Monitor']),
});
const ToolUse = ShellUse.extend({
  id: z.string(),
  input: z.object({ command: z.string(), run_in_background: z.boolean().optional() }),
});
const ToolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  is_error: z.boolean().nullish(),
  content: z.unknown().optional(),
});

class ClaudeReader implements TranscriptReader {
  private readonly inBackground = new Set<string>();

  constructor(private readonly calls: Calls) {}

  take(line: unknown): boolean {
    const parsed = Envelope.safeParse(line);
    if (!parsed.success) return false;
    const { type, message, data, ...envelope } = parsed.data;
    const copied = type === 'progress' ? Progress.safeParse(data).data?.message : undefined;
    if (copied !== undefined) return this.take({ ...envelope, ...copied });
    if (message === undefined || typeof message.content === 'string') return true;
    let isKnown = true;
    for (const block of message.content) {
      if (type === 'assistant' && !this.call(parsed.data, block)) isKnown = false;
      if (type === 'user') this.result(parsed.data, block);
    }
    return isKnown;
  }

  /** False for a shell command in an unknown format. */
  private call({ timestamp, sessionId, cwd }: Line, block: unknown): boolean {
    const use = ToolUse.safeParse(block).data;
    if (use === undefined) return !ShellUse.safeParse(block).success;
    if (use.input.run_in_background === true) this.inBackground.add(use.id);
    this.calls.begin(use.id, {
      command: use.input.command,
      tool: use.name,
      ...(timestamp === undefined ? {} : { ts: timestamp }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    return true;
  }

  private result(line: Line, block: unknown): void {
    const result = ToolResult.safeParse(block).data;
    if (result === undefined) return;
    const { tool_use_id: id, is_error: isError, content } = result;
    const isFailure = isError === true || line.toolDenialKind !== undefined;
    this.calls.end(id, { ...approval(line), ...this.endOf(line, id, isFailure, content) });
  }

  private endOf(line: Line, id: string, isError: boolean, content: unknown): CallEnd {
    if (isError) return failure(line, textOf(content));
    const hasEnded =
      !this.inBackground.delete(id) &&
      !isUnfinished(line.toolUseResult) &&
      (line.toolUseResult !== undefined || !isUnfinishedText(textOf(content)));
    if (!hasEnded) return {};
    // For example "No matches found": the exit code is not 0 and not recorded, but it is not a failure.
    return isInterpreted(line.toolUseResult) ? { failed: false } : { exitCode: 0, failed: false };
  }
}

/**
 * Newer versions record who allowed the command: a person (`user_temporary`, `user_permanent`), a setting or a hook.
 */
function approval({ permissionDecision: answer }: Line): CallEnd {
  const isAccepted =
    answer?.decision === 'accept' && /^user_(?:temporary|permanent)$/.test(answer.source);
  return isAccepted ? { decision: 'approved' } : {};
}

/** The meaning of a result with an error: a command that failed, or one that did not run. */
function failure({ toolDenialKind, toolUseResult }: Line, content: string): CallEnd {
  if (toolDenialKind === 'user-rejected') return { decision: 'refused' };
  if (toolDenialKind === 'interrupted' || toolDenialKind === 'cancelled') return {};
  if (toolDenialKind !== undefined) return { decision: 'machine-denied' };
  const texts = [content, toolUseResult].map(plainError);
  const exit = texts.map((text) => /^Exit code (\d{1,10})\b/.exec(text)?.[1]).find(Boolean);
  if (exit !== undefined) return { exitCode: Number(exit), failed: true };
  if (texts.some((text) => REFUSAL.test(text))) return { decision: 'refused' };
  if (texts.some((text) => MACHINE_DENIAL.test(text))) return { decision: 'machine-denied' };
  return texts.some((text) => NOT_RUN.test(text)) ? { ran: false } : {};
}

// Without the apostrophe of "doesn't", whose character varies. The second text is that of sub-agents.
const REFUSAL =
  /^(?:The user doesn.{1,8}t want to proceed with this tool use|Permission for this tool use was denied|User rejected tool use)/;
/** The text of an error without the wrapper that some versions add. */
function plainError(text: unknown): string {
  return typeof text === 'string' ? text.replace(/^(?:<tool_use_error>|Error: )+/, '') : '';
}

/** Prefixes of the texts of rules, modes, hooks and built-in checks. */
const MACHINE_DENIAL =
  /^(?:Permission (?:to use|for this action)|Claude requested permissions|This (?:Bash )?command (?:requires approval|contains multiple operations)|Blocked: |\S+ operation blocked by hook|(?:Hook )?PreToolUse:\S* |\S+ (?:in|to) [^\n]+ was blocked\. For security)/;

/**
 * Calls that never started: another call of the same turn failed, the turn was stopped, the call was not valid, or the
 * sub-agent was only warmed up (2.0, 2.1).
 */
const NOT_RUN =
  /^(?:Warmup$|InputValidationError|Working directory "[^"\n]+" no longer exists|Sibling tool call errored|Cancelled: parallel tool call|Streaming fallback|The user doesn.{1,8}t want to take this action right now)/;

/** A command that was interrupted, or moved to the background while it ran. */
function isUnfinished(result: unknown): boolean {
  return Unfinished.safeParse(result).success;
}

/** Results of sub-agents have only the text; what happened to the command is in its last line. */
function isUnfinishedText(text: string): boolean {
  return UNFINISHED.test(text.slice(text.lastIndexOf('\n') + 1));
}

const UNFINISHED =
  /^Command (?:running in background with ID|was manually backgrounded|.{0,80}was moved to the background)|^Monitor started \(|<error>Command was aborted before completion<\/error>$/;

const Unfinished = z.union([
  z.object({ interrupted: z.literal(true) }),
  z.object({ backgroundTaskId: z.string() }),
]);

function isInterpreted(result: unknown): boolean {
  return z.object({ returnCodeInterpretation: z.string().min(1) }).safeParse(result).success;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const blocks = z.array(z.object({ text: z.string() })).safeParse(content).data ?? [];
  return blocks.map(({ text }) => text).join('\n');
}
