import { join } from 'node:path';
import * as z from 'zod';
import { HOST_NAMES } from '../../core/hostNames';
import { geminiRules } from './savedRules';
import { geminiRoot } from './geminiProjects';
import { resolvedPath } from './paths';
import { readJsonFile } from './sourceJson';
import {
  MAX_TRANSCRIPT_BYTES,
  type ReadOptions,
  type SourceBatch,
  type SourceFormat,
} from './source';
import { type CallEnd, Calls, readTranscript, type TranscriptReader } from './transcript';

/**
 * Gemini CLI: one file per session, in one folder per project. Each line is a message, which is written again when it
 * changes. Older versions write one JSON object.
 */
export const geminiCli: SourceFormat = {
  id: 'gemini-cli',
  name: HOST_NAMES.gemini,
  savedRules: geminiRules,
  bytesPerCommand: 3000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home }) => [
    {
      root: join(home, '.gemini/tmp'),
      includes: (path) => /^[^/]+\/chats\/.*\.jsonl?$/.test(path),
    },
  ],
  read: readSession,
};

async function* readSession(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const root = await geminiRoot(path);
  const create = (calls: Calls): GeminiReader => new GeminiReader(calls, root);
  if (path.endsWith('.jsonl')) yield* readTranscript(path, create, options);
  else yield await readObject(path, create);
}

async function readObject(
  path: string,
  create: (calls: Calls) => GeminiReader,
): Promise<SourceBatch> {
  const { value, sizeBytes } = await readJsonFile(path);
  const calls = new Calls({});
  const reader = create(calls);
  const { messages } = Whole.parse(value);
  const skipped = [value, ...messages].filter((part) => !reader.take(part)).length;
  const position = { offset: sizeBytes, context: {} };
  return { commands: calls.takeEnded(), faults: [], skipped, position };
}

const Head = z.object({ sessionId: z.string() });
const Whole = z.object({ messages: z.array(z.unknown()) });
const Message = z.object({
  id: z.string(),
  type: z.string(),
  timestamp: z.string().optional(),
  toolCalls: z.array(z.unknown()).optional(),
});
/** A resumed session starts with the messages of the earlier one. */
const Changed = z.object({ $set: z.object({ messages: z.array(z.unknown()).optional() }) });
const Rewound = z.object({ $rewindTo: z.string() });
/** Calls in progress have other states. */
const EndedShellCall = z.object({
  name: z.literal('run_shell_command'),
  status: z.enum(['success', 'error', 'cancelled']),
});
const ToolCall = EndedShellCall.extend({
  id: z.string(),
  /** Relative to the project's folder; versions of 2025 have an absolute path in `directory`. */
  args: z.object({
    command: z.string(),
    dir_path: z.string().optional(),
    directory: z.string().optional(),
    is_background: z.boolean().optional(),
  }),
  timestamp: z.string().optional(),
  result: z.array(z.unknown()).nullish(),
});
const Result = z.object({
  functionResponse: z.object({
    response: z.object({ output: z.string().optional(), error: z.string().optional() }),
  }),
});

class GeminiReader implements TranscriptReader {
  constructor(
    private readonly calls: Calls,
    private readonly root: string | undefined,
  ) {}

  take(line: unknown): boolean {
    const message = Message.safeParse(line).data;
    if (message !== undefined) {
      const known = (message.toolCalls ?? []).map((call) => this.call(call, message.timestamp));
      return known.every(Boolean);
    }
    const changed = Changed.safeParse(line).data;
    for (const part of changed?.$set.messages ?? []) this.take(part);
    const head = Head.safeParse(line).data;
    if (head !== undefined) this.calls.context['sessionId'] = head.sessionId;
    return head !== undefined || changed !== undefined || Rewound.safeParse(line).success;
  }

  /** False for a shell command in an unknown format. The timestamp of a call is that of its end. */
  private call(given: unknown, requested: string | undefined): boolean {
    const call = ToolCall.safeParse(given).data;
    if (call === undefined) return !EndedShellCall.safeParse(given).success;
    const { id, name, args, timestamp } = call;
    const { sessionId } = this.calls.context;
    const cwd = resolvedPath(this.root, args.directory ?? args.dir_path);
    const ts = requested ?? timestamp;
    this.calls.begin(id, {
      command: args.command,
      tool: name,
      ...(ts === undefined ? {} : { ts }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.calls.end(id, endOf(call));
    return true;
  }
}

function endOf({ status, result, args }: z.infer<typeof ToolCall>): CallEnd {
  const { output = '', error = '' } =
    Result.safeParse(result?.[0]).data?.functionResponse.response ?? {};
  const unfinished = unfinishedEnd(status, error);
  if (unfinished !== undefined) return unfinished;
  const exitCode = exitIn(output === '' ? error : output);
  if (exitCode !== undefined) return { exitCode, failed: exitCode !== 0 };
  const isUnknown = args.is_background === true || NO_EXIT.test(output);
  return status === 'error' || isUnknown ? {} : { exitCode: 0, failed: false };
}

/** The end of a call that did not run to its end. */
function unfinishedEnd(status: string, error: string): CallEnd | undefined {
  if (/User denied execution|User did not allow tool call/.test(error))
    return { decision: 'refused' };
  if (status !== 'success' && MACHINE_DENIAL.test(error)) return { decision: 'machine-denied' };
  if (/^Tool "[^"]*" not found/.test(error)) return { ran: false };
  return status === 'cancelled' ? {} : undefined;
}

const MACHINE_DENIAL =
  /denied by policy|not allowed for security reasons|blocked by .*hook|Tool execution blocked|requires user confirmation, which is not supported/;

/** A command that was moved to the background, interrupted or killed by a signal and has no exit code. */
const NO_EXIT =
  /^(?:Exit Code: \(none\)|Signal: (?!\(none\)|0\b).*|Command moved to background.*|Command was (?:cancelled|automatically cancelled).*|Command timed out.*)$/m;

/** Most versions write it only if it is not 0, after the command's output. */
function exitIn(text: string): number | undefined {
  const code = [...text.matchAll(/^Exit Code: (-?\d{1,10})\s*$/gm)].at(-1)?.[1];
  return code === undefined ? undefined : Number(code);
}
