import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { isoTime } from '../../core/isoTime';
import { MAX_JSON_BYTES, readJsonFile } from './sourceJson';
import { CopilotReader } from './copilotCli';
import { parsedLine, readTranscript } from './transcript';
import { readLines } from './lines';
import {
  MAX_TRANSCRIPT_BYTES,
  type ReadOptions,
  type SourceBatch,
  type SourceCommand,
  type SourceFormat,
  START,
} from './source';
import { pathOfUri } from './paths';
import { vscodeRules } from './savedRules';
import { vscodeUserFolders } from './vscodeFolders';
import { LoggedState } from './vscodeState';

/**
 * The chat of VS Code: one file per session, either a JSON object (until 1.108) or a log of changes to it (`.jsonl`). A
 * changed session is read completely.
 */
export const vscodeChat: SourceFormat = {
  id: 'vscode-chat',
  name: 'VS Code chat',
  savedRules: vscodeRules,
  bytesPerCommand: 20_000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: (machine) =>
    vscodeUserFolders(machine).flatMap((folder) => [
      {
        root: join(folder, 'workspaceStorage'),
        includes: (path) => /^[^/]+\/chatSessions\/[^/]+\.jsonl?$/.test(path),
        maxDepth: 2,
      },
      {
        root: join(folder, 'globalStorage/emptyWindowChatSessions'),
        includes: (path) => /^[^/]+\.jsonl?$/.test(path),
        maxDepth: 0,
      },
      {
        root: join(folder, 'workspaceStorage'),
        includes: (path) => /^[^/]+\/GitHub\.copilot-chat\/transcripts\/[^/]+\.jsonl$/.test(path),
        maxDepth: 3,
      },
    ]),
  read: (path, options) =>
    basename(dirname(path)) === 'transcripts'
      ? readCopilotChat(path, options)
      : readSession(path, options),
};

/** Some versions of 2026 write only these transcripts, in the event format of Copilot CLI. */
async function* readCopilotChat(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const workspace = dirname(dirname(dirname(path)));
  if (await hasCommands(join(workspace, 'chatSessions', basename(path)), options)) return;
  const folder = await workspaceFolder(path, '../..');
  const context = folder === undefined ? {} : { cwd: folder };
  const from = { ...options.from, context: { ...context, ...options.from.context } };
  yield* readTranscript(path, (calls) => new CopilotReader(calls, TERMINAL_TOOLS), {
    ...options,
    from,
  });
}

/**
 * Whether VS Code's own file contains the commands of a session: ids in that file differ from those in the transcript.
 */
async function hasCommands(path: string, options: ReadOptions): Promise<boolean> {
  const sessions = [path, path.replace(/l$/, '')].map((session) => countCommands(session, options));
  return (await Promise.all(sessions)).some((count) => count > 0);
}

async function countCommands(path: string, options: ReadOptions): Promise<number> {
  let count = 0;
  try {
    for await (const batch of readSession(path, { ...options, from: START })) {
      count += batch.commands.length;
    }
  } catch {
    options.signal?.throwIfAborted(); // a missing or damaged file has no commands
  }
  return count;
}

const TERMINAL_TOOLS: ReadonlySet<string> = new Set(['run_in_terminal', 'bash', 'powershell']);

async function* readSession(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const state = new LoggedState();
  const offset = path.endsWith('.jsonl')
    ? yield* readLog(path, state, options)
    : await readObject(path, state);
  const commands = commandsOf(state.value, path, await workspaceFolder(path));
  yield { commands, faults: [], skipped: 0, position: { offset, context: {} } };
}

/** Returns the end of the last line. */
async function* readLog(
  path: string,
  state: LoggedState,
  options: ReadOptions,
): AsyncGenerator<SourceBatch, number> {
  let offset = 0;
  for await (const lines of readLines(path, 0, MAX_JSON_BYTES)) {
    options.signal?.throwIfAborted();
    const faults: { line: number; problem: string }[] = [];
    for (const line of lines) {
      if (line.isOpen === true && options.isFinal !== true) break; // it may be incomplete
      const problem = parsedLine(line, (value) => state.take(value));
      if (problem !== undefined) faults.push({ line: line.line, problem });
      offset = line.end;
    }
    // Nothing counts as read before the session is complete, because commands are known only then.
    yield { commands: [], faults, skipped: faults.length, position: START };
  }
  return offset;
}

/** Returns the size of the file. */
async function readObject(path: string, state: LoggedState): Promise<number> {
  const { value, sizeBytes } = await readJsonFile(path);
  state.take({ kind: 0, v: value });
  return sizeBytes;
}

/** The folder of the window, from a file in its workspace storage. */
async function workspaceFolder(path: string, up = '..'): Promise<string | undefined> {
  try {
    const text = await readFile(join(dirname(path), up, 'workspace.json'), 'utf8');
    return pathOfUri(z.object({ folder: z.string() }).parse(JSON.parse(text)).folder);
  } catch {
    return undefined; // a window without a folder
  }
}

/** `LoggedState` stores objects as maps. */
const object = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.preprocess(
    (value): unknown => (value instanceof Map ? Object.fromEntries(value) : value),
    z.object(shape),
  );
const Session = object({ sessionId: z.string().optional(), requests: z.array(z.unknown()) });
const Request = object({ timestamp: z.number().optional(), response: z.array(z.unknown()) });
const Confirmed = z.union([z.boolean(), object({ type: z.number() })]);
const Call = object({
  kind: z.enum(['toolInvocation', 'toolInvocationSerialized']),
  toolCallId: z.string(),
  isConfirmed: Confirmed.optional(),
  isComplete: z.boolean().optional(),
  toolSpecificData: object({
    /** `terminal2` in 1.103. */
    kind: z.enum(['terminal', 'terminal2']),
    cwd: z.union([z.string(), object({ path: z.string() })]).optional(),
    command: z.string().optional(),
    commandLine: object({
      original: z.string(),
      userEdited: z.string().optional(),
      toolEdited: z.string().optional(),
      forDisplay: z.string().optional(),
      isSandboxWrapped: z.boolean().optional(),
    }).optional(),
    terminalCommandState: object({
      exitCode: z.number().int().optional(),
      timestamp: z.number().optional(),
    }).optional(),
  }),
});
type Call = z.infer<typeof Call>;

function commandsOf(state: unknown, path: string, folder: string | undefined): SourceCommand[] {
  const session = Session.safeParse(state).data;
  const sessionId = session?.sessionId ?? basename(path).replace(/\.jsonl?$/, '');
  return (session?.requests ?? []).flatMap((given) => {
    const request = Request.safeParse(given).data;
    return (request?.response ?? []).flatMap((part) => {
      const call = Call.safeParse(part).data;
      if (call === undefined || call.isComplete === false) return [];
      return [commandOf(call, { sessionId, folder, ms: request?.timestamp })];
    });
  });
}

function commandOf(
  { toolCallId, isConfirmed, toolSpecificData: data }: Call,
  {
    sessionId,
    folder,
    ms,
  }: { sessionId: string; folder: string | undefined; ms?: number | undefined },
): SourceCommand {
  const startedMs = data.terminalCommandState?.timestamp ?? ms;
  const cwd = cwdOf(data.cwd) ?? folder;
  return {
    key: `${sessionId}|${toolCallId}`,
    // The tool puts a space before its own commands, which keeps them out of the shell's history.
    command: commandLineOf(data).trim(),
    tool: 'run_in_terminal',
    sessionId,
    ...(startedMs === undefined ? {} : { ts: isoTime(startedMs) }),
    ...(cwd === undefined ? {} : { cwd }),
    ...endOf(isConfirmed, data.terminalCommandState?.exitCode),
  };
}

/** The command as it ran, without the sandbox around it. */
function commandLineOf({ commandLine, command = '' }: Call['toolSpecificData']): string {
  if (commandLine === undefined) return command;
  const { original, userEdited, toolEdited, forDisplay, isSandboxWrapped } = commandLine;
  return userEdited ?? (isSandboxWrapped === true ? forDisplay : toolEdited) ?? original;
}

/** A path with `/` before a drive letter is a Windows path. */
function cwdOf(cwd: Call['toolSpecificData']['cwd']): string | undefined {
  const path = typeof cwd === 'string' ? cwd : cwd?.path;
  return path?.replace(/^\/([a-zA-Z]:)/, '$1');
}

/** Confirmations by a person. 0 is a stopped turn; the others are settings. */
const APPROVED = 4;
const SKIPPED = 5;
const STOPPED = 0;

function endOf(
  confirmed: z.infer<typeof Confirmed> | undefined,
  exitCode: number | undefined,
): Partial<SourceCommand> {
  // Before 1.104 it was a boolean.
  const type = typeof confirmed === 'boolean' ? (confirmed ? APPROVED : STOPPED) : confirmed?.type;
  if (type === SKIPPED) return { decision: 'refused' };
  if (type === STOPPED) return { ran: false };
  return {
    ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
    ...(type === APPROVED ? { decision: 'approved' } : {}),
  };
}
