import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { HOST_NAMES } from '../../core/hostNames';
import { isoTime } from '../../core/isoTime';
import { dataFolder } from './atuin';
import { readJsonFile } from './sourceJson';
import { resolvedPath } from './paths';
import {
  MAX_DATABASE_BYTES,
  type ReadOptions,
  type SourceBatch,
  type SourceCommand,
  type SourceFormat,
} from './source';
import { type RowCommand, readRows, type RowReader } from './sqlite/readRows';
import type { SourceRow } from './sqlite/sourceDatabase';
import { type CallEnd, callKey } from './transcript';

/**
 * opencode since 1.2: a database with one row per part of a message. The row is updated whenever its call changes.
 * Earlier versions have one file per part.
 */
export const opencode: SourceFormat = {
  id: 'opencode',
  name: HOST_NAMES.opencode,
  bytesPerCommand: 20_000,
  maxBytes: MAX_DATABASE_BYTES,
  places: ({ home, env }) => [
    {
      root: join(dataFolder(home, env), 'opencode'),
      includes: (path) => /^opencode(?:-[\w.]+)?\.db$/.test(path),
      isSqlite: true,
      maxDepth: 0,
    },
    {
      root: join(dataFolder(home, env), 'opencode/storage/part'),
      includes: (path) => /^[^/]+\/[^/]+\.json$/.test(path),
      maxDepth: 1,
    },
  ],
  read: (path, options) =>
    path.endsWith('.json') ? readPart(path, options) : readRows(path, createReader, options),
};

const PartFile = z.object({ id: z.string(), sessionID: z.string(), messageID: z.string() });
const SessionFile = z.object({ directory: z.string() });

/** A part of opencode before 1.2. A call in progress is read again later. */
async function* readPart(
  path: string,
  { isFinal = false }: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const { value, sizeBytes } = await readJsonFile(path);
  const head = PartFile.parse(value);
  const row = rowOf(
    {
      ...{ n: 0, id: head.id, message: head.messageID, session: head.sessionID, ms: 0 },
      ...{ data: JSON.stringify(value), permission: null, parent: null },
      directory: await sessionFolder(join(path, '../../..'), head.sessionID),
    },
    undefined,
  );
  const isWaiting = typeof row !== 'string' && row.isUnderWay && !isFinal;
  const commands = typeof row === 'string' || isWaiting ? [] : [row.command];
  const position = { offset: isWaiting ? 0 : sizeBytes, context: {} };
  yield { commands, faults: [], skipped: row === 'unknown' ? 1 : 0, position };
}

/** The session file is in the folder of its project, and only the session's name is known. */
async function sessionFolder(storage: string, session: string): Promise<string | null> {
  if (!/^\w+$/.test(session)) return null;
  for (const project of await readdir(join(storage, 'session')).catch(() => [])) {
    try {
      const text = await readFile(join(storage, 'session', project, `${session}.json`), 'utf8');
      return SessionFile.parse(JSON.parse(text)).directory;
    } catch {
      continue; // a session of another project
    }
  }
  return null;
}

const Row = z.object({
  n: z.number(),
  id: z.string(),
  message: z.string(),
  session: z.string(),
  ms: z.number(),
  data: z.string(),
  directory: z.string().nullable(),
  /** The rules of the session and of its parent session. */
  permission: z.string().nullable(),
  parent: z.string().nullable(),
});
const ShellPart = z.object({ type: z.literal('tool'), tool: z.literal('bash') });
const Part = ShellPart.extend({
  callID: z.string(),
  state: z.object({
    status: z.string(),
    /** Empty until the model has sent it completely. */
    input: z.object({ command: z.string().default(''), workdir: z.string().optional() }),
    error: z.string().optional(),
    metadata: z.object({ exit: z.number().int().nullish() }).optional(),
    time: z.object({ start: z.number() }).optional(),
  }),
});

function createReader(): RowReader {
  let refusedIn: string | undefined;
  return {
    sql: `SELECT part.rowid AS n, part.id, part.message_id AS message, part.session_id AS session,
        part.time_created AS ms, part.data, session.directory, session.permission,
        parent.permission AS parent
      FROM part LEFT JOIN session ON session.id = part.session_id
        LEFT JOIN session AS parent ON parent.id = session.parent_id
      WHERE part.rowid > ? AND instr(part.data, '"tool":"bash"') > 0 ORDER BY part.rowid`,
    check: 'SELECT id FROM part WHERE rowid = ?',
    take(given) {
      const row = rowOf(given, refusedIn);
      if (typeof row !== 'string' && row.command.decision === 'refused') refusedIn = row.message;
      return row;
    },
  };
}

/** `refusedIn`: the message that contains the last call refused by a person. */
function rowOf(
  given: SourceRow,
  refusedIn: string | undefined,
): (RowCommand & { readonly message: string }) | 'none' | 'unknown' {
  const row = Row.safeParse(given).data;
  if (row === undefined) return 'unknown';
  const part = partOf(row.data);
  if (typeof part === 'string') return part;
  const { callID, state } = part;
  const cwd = resolvedPath(row.directory ?? undefined, state.input.workdir);
  const startMs = state.time?.start ?? row.ms;
  const end = endOf(state, isUnattended(row));
  // A refusal ends every waiting call, but the user was asked only about the first one.
  const isFollower = end.decision === 'refused' && row.message === refusedIn;
  const command: SourceCommand = {
    key: callKey(callID, row.session),
    command: state.input.command,
    tool: 'bash',
    ...(startMs === 0 ? {} : { ts: isoTime(startMs) }),
    sessionId: row.session,
    ...(cwd === undefined ? {} : { cwd }),
    ...(isFollower ? { ran: false } : end),
  };
  const isUnderWay = state.status === 'pending' || state.status === 'running';
  return { command, isUnderWay, message: row.message };
}

/** `none` for other kinds of parts, because text may quote a call; `unknown` for a call in an unknown format. */
function partOf(data: string): z.infer<typeof Part> | 'none' | 'unknown' {
  try {
    const given: unknown = JSON.parse(data);
    return Part.safeParse(given).data ?? (ShellPart.safeParse(given).success ? 'unknown' : 'none');
  } catch {
    return 'unknown';
  }
}

/**
 * `opencode run` refuses calls that require a question, with the same text as a user's refusal. Its sessions are not
 * permitted to ask (1.18).
 */
function isUnattended({ permission, parent }: z.infer<typeof Row>): boolean {
  const mayNotAsk = /"permission":"question","pattern":"\*","action":"deny"/;
  return [permission, parent].some((rules) => rules !== null && mayNotAsk.test(rules));
}

function endOf(
  { status, error = '', metadata }: z.infer<typeof Part>['state'],
  isAutomatic: boolean,
): CallEnd {
  if (/^The user rejected permission/.test(error)) {
    return { decision: isAutomatic ? 'machine-denied' : 'refused' };
  }
  if (/^The user has specified a rule/.test(error)) return { decision: 'machine-denied' };
  const exit = metadata?.exit;
  if (typeof exit === 'number') return { exitCode: exit, failed: exit !== 0 };
  return status === 'error' && !/aborted/.test(error) ? { failed: true } : {};
}
