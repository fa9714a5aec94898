import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { geminiRules } from './savedRules';
import { MAX_TRANSCRIPT_BYTES, type ReadOptions, type SourceFormat } from './source';
import { type CallEnd, type Calls, readTranscript, type TranscriptReader } from './transcript';

/** Gemini CLI: a JSONL file a session in a folder a project. A message is written again whenever it changes. */
export const geminiCli: SourceFormat = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  savedRules: geminiRules,
  bytesPerCommand: 3000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home }) => [
    {
      root: join(home, '.gemini/tmp'),
      includes: (path) => /^[^/]+\/chats\/.*\.jsonl$/.test(path),
    },
  ],
  read: readSession,
};

async function* readSession(path: string, options: ReadOptions) {
  const root = await projectRoot(path);
  yield* readTranscript(path, (calls) => new GeminiReader(calls, root), options);
}

/** The project's folder, which stands in a file beside `chats`. Older versions have none. */
async function projectRoot(path: string): Promise<string | undefined> {
  const [folder = ''] = path.split(/[\\/]chats[\\/]/);
  try {
    return (await readFile(join(folder, '.project_root'), 'utf8')).trim();
  } catch {
    return undefined;
  }
}

const Head = z.object({ sessionId: z.string() });
const Message = z.object({
  id: z.string(),
  type: z.string(),
  toolCalls: z.array(z.unknown()).optional(),
});
const Other = z.union([z.object({ $set: z.looseObject({}) }), z.object({ $rewindTo: z.string() })]);
const ToolCall = z.object({
  id: z.string(),
  name: z.literal('run_shell_command'),
  /** Below the project's folder; versions of 2025 have a whole path in `directory`. */
  args: z.object({
    command: z.string(),
    dir_path: z.string().optional(),
    directory: z.string().optional(),
  }),
  status: z.enum(['success', 'error', 'cancelled']),
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
      for (const call of message.toolCalls ?? []) this.call(ToolCall.safeParse(call).data);
      return true;
    }
    const head = Head.safeParse(line).data;
    if (head !== undefined) this.calls.context['sessionId'] = head.sessionId;
    return head !== undefined || Other.safeParse(line).success;
  }

  /** Only calls that have ended are written with these states. */
  private call(call: z.infer<typeof ToolCall> | undefined): void {
    if (call === undefined) return;
    const { id, name, args, timestamp } = call;
    const { sessionId } = this.calls.context;
    const below = this.root === undefined ? undefined : join(this.root, args.dir_path ?? '');
    const cwd = args.directory ?? below;
    this.calls.begin(id, {
      command: args.command,
      tool: name,
      ...(timestamp === undefined ? {} : { ts: timestamp }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.calls.end(id, endOf(call));
  }
}

function endOf({ status, result }: z.infer<typeof ToolCall>): CallEnd {
  const { output = '', error = '' } =
    Result.safeParse(result?.[0]).data?.functionResponse.response ?? {};
  if (/User denied execution|User did not allow tool call/.test(error))
    return { decision: 'refused' };
  if (/denied by policy|not allowed for security reasons/.test(error))
    return { decision: 'machine-denied' };
  if (status !== 'success') return {};
  // It is written only where it is not 0.
  const code = Number(/(?:^|\n)Exit Code: (-?\d+)/.exec(output)?.[1] ?? 0);
  return { exitCode: code, failed: code !== 0 };
}
