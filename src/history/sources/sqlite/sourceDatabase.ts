import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import initSqlJs from 'sql.js';
import { isObject } from '../../../core/isObject';
import { UnreadableSource } from '../source';
import { copyDatabase, type DatabaseCopy } from './databaseCopy';
import { applyWal } from './walFile';

export type SourceRow = Readonly<Record<string, unknown>>;

/** A copy of another program's database, read only. */
export interface SourceDatabase {
  /** Size of the database and its write-ahead log. */
  readonly sizeBytes: number;
  /** Streams the rows of a query. Integers must be below 2^53. */
  rows(sql: string, params: readonly (string | number)[]): Iterable<SourceRow>;
  /** Closes and removes the copy. */
  close(): Promise<void>;
}

/** Without `node:sqlite`, a database is loaded into memory. */
const MAX_IN_MEMORY_BYTES = 100 * 1024 * 1024;

/** The part of `node:sqlite` that is used. Node 20 does not have it. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean },
  ) => {
    prepare(sql: string): {
      iterate(...params: readonly (string | number)[]): Iterable<SourceRow>;
    };
    close(): void;
  };
}

/** Copies a database and opens the copy. Throws `UnreadableSource`. */
export async function openSourceDatabase(path: string, wasmPath: string): Promise<SourceDatabase> {
  const copy = await copyDatabase(path);
  try {
    const sqlite = nodeSqlite();
    return sqlite === undefined
      ? await openInMemory(copy, wasmPath)
      : openWithNode(copy, new sqlite.DatabaseSync(copy.path, { readOnly: true }));
  } catch (error) {
    await copy.remove();
    throw error;
  }
}

function nodeSqlite(): NodeSqlite | undefined {
  const found: unknown = process.getBuiltinModule('node:sqlite');
  // Node 20 has no types for it; the parts that are used are checked here.
  return isObject(found) && typeof found['DatabaseSync'] === 'function'
    ? (found as unknown as NodeSqlite)
    : undefined;
}

function openWithNode(
  copy: DatabaseCopy,
  database: InstanceType<NodeSqlite['DatabaseSync']>,
): SourceDatabase {
  return {
    sizeBytes: copy.sizeBytes,
    rows: (sql, params) => database.prepare(sql).iterate(...params),
    close: async () => {
      database.close();
      await copy.remove();
    },
  };
}

async function openInMemory(copy: DatabaseCopy, wasmPath: string): Promise<SourceDatabase> {
  if (copy.sizeBytes > MAX_IN_MEMORY_BYTES) {
    throw new UnreadableSource(
      l10n.t('the database is larger than 100 MiB, which needs Node 22.13 or newer'),
    );
  }
  const wal = await readFile(`${copy.path}-wal`).catch(() => Buffer.alloc(0)); // the log may not exist
  const content = applyWal(await readFile(copy.path), wal);
  const engine = await initSqlJs({ wasmBinary: new Uint8Array(await readFile(wasmPath)).buffer });
  const database = new engine.Database(content);
  return {
    sizeBytes: copy.sizeBytes,
    *rows(sql, params) {
      const statement = database.prepare(sql, [...params]);
      try {
        while (statement.step()) yield statement.getAsObject();
      } finally {
        statement.free();
      }
    },
    close: async () => {
      database.close();
      await copy.remove();
    },
  };
}
