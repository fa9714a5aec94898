import * as l10n from '@vscode/l10n';
import initSqlJs from 'sql.js';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { LazyContent } from './lazyContent';

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** A statement that changed data. Running it again on a copy has the same result. */
export type Statement = readonly [sql: string, params: readonly SqlValue[]];

/** An SQLite database in memory. Values are always bound, never part of the SQL text. */
export interface Database {
  all(sql: string, params?: readonly SqlValue[]): readonly SqlRow[];
  one(sql: string, params?: readonly SqlValue[]): SqlRow | undefined;
  /** Rows as arrays in column order: several times faster for thousands of rows. */
  values(sql: string, params?: readonly SqlValue[]): readonly (readonly unknown[])[];
  run(sql: string, params?: readonly SqlValue[]): void;
  /** Runs `work` in a transaction and returns the changes that it made. `work` is synchronous. */
  transaction<T>(work: () => T): { readonly result: T; readonly changes: readonly Statement[] };
  /** The database as the bytes of an SQLite file. */
  export(): Uint8Array;
  /** Why the content can no longer be read. Every query throws from then on. */
  readonly fault: RulewrightError | undefined;
  /** Reads more of the content that no query has needed yet. Returns whether there is more. */
  readAhead(): boolean;
  close(): void;
}

/** SQLite, loaded once. `open` validates nothing and takes ownership of the content. */
export interface Sqlite {
  open(content?: Uint8Array | LazyContent): Database;
}

/** Loads SQLite from its WebAssembly file. Throws `missing-part` if the file is missing or broken. */
export async function loadSqlite(files: Files, wasmPath: string): Promise<Sqlite> {
  const wasm = await files.read(wasmPath);
  if (wasm === undefined) throw missingPart(wasmPath);
  try {
    const engine = await initSqlJs({ wasmBinary: exactBuffer(wasm) });
    return {
      // sql.js uses only those members of the array that `LazyContent` has.
      open: (content) =>
        openDatabase(new engine.Database(content as Uint8Array), lazyOnly(content)),
    };
  } catch (error) {
    throw missingPart(wasmPath, error);
  }
}

function lazyOnly(content: Uint8Array | LazyContent | undefined): LazyContent | undefined {
  return content instanceof LazyContent ? content : undefined;
}

function missingPart(wasmPath: string, cause?: unknown): RulewrightError {
  return new RulewrightError(
    'missing-part',
    l10n.t('SQLite cannot be loaded from {0}.', wasmPath),
    {
      hint: l10n.t('Install Rulewright again: this file is part of it.'),
      cause,
    },
  );
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

type Engine = Awaited<ReturnType<typeof initSqlJs>>;
type EngineDatabase = InstanceType<Engine['Database']>;
type EngineStatement = ReturnType<EngineDatabase['prepare']>;

// An in-memory database needs no syncing; with the default settings a transaction costs three times as much.
const SETTINGS = `PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;`;

function openDatabase(engine: EngineDatabase, content: LazyContent | undefined): Database {
  let changes: Statement[] = [];
  let closed = false;
  let ready = false;
  const prepared = new Map<string, EngineStatement>();

  /** Results of SQLite are invalid once content could not be read, whether rows or errors. */
  const checkContent = (): void => {
    if (content?.fault !== undefined) throw content.fault;
  };
  const prepare = (sql: string): EngineStatement => {
    // Invalid content is detected by the first query, which must be the caller's so that its checks apply.
    if (!ready) engine.exec(SETTINGS);
    ready = true;
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = engine.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const each = <T>(
    sql: string,
    params: readonly SqlValue[],
    take: (statement: EngineStatement) => T,
  ): T[] => {
    try {
      const statement = prepare(sql);
      try {
        statement.bind([...params]);
        const rows: T[] = [];
        while (statement.step()) rows.push(take(statement));
        return rows;
      } finally {
        statement.reset();
      }
    } finally {
      checkContent();
    }
  };
  const all = (sql: string, params: readonly SqlValue[] = []): SqlRow[] =>
    each(sql, params, (statement) => statement.getAsObject());
  return {
    all,
    one: (sql, params) => all(sql, params)[0],
    values: (sql, params = []) => each(sql, params, (statement) => statement.get()),
    run: (sql, params = []) => {
      all(sql, params);
      changes.push([sql, params]);
    },
    transaction: (work) => {
      changes = [];
      all('BEGIN');
      try {
        const result = work();
        all('COMMIT');
        return { result, changes };
      } catch (error) {
        all('ROLLBACK');
        throw error;
      }
    },
    export: () => {
      while (content?.readAhead() === true);
      checkContent();
      return engine.export();
    },
    get fault() {
      return content?.fault;
    },
    readAhead: () => content?.readAhead() ?? false,
    close: () => {
      if (closed) return;
      closed = true;
      engine.close();
      content?.close();
    },
  };
}
