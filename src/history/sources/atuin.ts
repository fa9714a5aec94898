import { join } from 'node:path';
import * as z from 'zod';
import { isoTime } from '../../core/isoTime';
import { MAX_DATABASE_BYTES, type SourceCommand, type SourceFormat } from './source';
import { readRows, type RowReader } from './sqlite/readRows';
import type { SourceDatabase } from './sqlite/sourceDatabase';

/** atuin: a database with one row per command of any shell or agent, with folder, time and exit code. */
export const atuin: SourceFormat = {
  id: 'atuin',
  name: 'atuin',
  bytesPerCommand: 500,
  maxBytes: MAX_DATABASE_BYTES,
  places: ({ home, env }) => [
    {
      root: env['ATUIN_DB_PATH'] ?? join(dataFolder(home, env), 'atuin/history.db'),
      isSqlite: true,
    },
  ],
  read: (path, options) => readRows(path, createReader, options),
};

/** `XDG_DATA_HOME`, which these programs use on macOS as well. */
export function dataFolder(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return env['XDG_DATA_HOME'] ?? join(home, '.local/share');
}

const Row = z.object({
  id: z.string(),
  command: z.string(),
  cwd: z.string(),
  session: z.string(),
  ms: z.number(),
  /** −1 if unknown or while the command is running. */
  exit: z.number().int(),
  isUnderWay: z.number(),
  deleted: z.number(),
  author: z.string().nullable(),
  /** 1 for a person, 2 for an agent; null in older versions. */
  kind: z.number().nullable(),
});

/** Columns that older versions do not have. */
function createReader(database: SourceDatabase): RowReader {
  const columns = new Set(
    [...database.rows('SELECT name FROM pragma_table_info(?)', ['history'])].map(
      ({ name }) => name,
    ),
  );
  const ifColumnExists = (column: string, sql: string, otherwise: string): string =>
    columns.has(column) ? sql : otherwise;
  return {
    sql: `SELECT rowid AS n, id, command, cwd, session, timestamp / 1000000 AS ms, exit,
        duration < 0 AS isUnderWay, ${ifColumnExists('author', 'author', 'NULL')} AS author,
        ${ifColumnExists('author_kind', 'author_kind', 'NULL')} AS kind,
        ${ifColumnExists('deleted_at', 'deleted_at IS NOT NULL', '0')} AS deleted
      FROM history WHERE rowid > ? ORDER BY rowid`,
    check: 'SELECT id FROM history WHERE rowid = ?',
    take(row) {
      const parsed = Row.safeParse(row).data;
      if (parsed === undefined) return 'unknown';
      if (parsed.deleted !== 0) return 'none';
      return { command: commandOf(parsed), isUnderWay: parsed.isUnderWay !== 0 };
    },
  };
}

function commandOf({ id, command, cwd, session, ms, exit, author, kind }: z.infer<typeof Row>) {
  const found: SourceCommand = {
    key: id,
    command,
    ts: isoTime(ms),
    sessionId: session,
    ...(cwd === '' || cwd === 'unknown' ? {} : { cwd }),
    ...(exit < 0 ? {} : { exitCode: exit, failed: exit !== 0 }),
    ...(author !== null && (kind === 2 || AGENTS.has(author)) ? { tool: author } : {}),
  };
  return found;
}

/** The names of agents in atuin; any other author is a person. */
const AGENTS: ReadonlySet<string> = new Set([
  'claude-code',
  'codex',
  'copilot',
  'opencode',
  'pi',
  'gemini',
]);
