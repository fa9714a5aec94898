import initSqlJs from 'sql.js';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/files';
import { LazyContent } from './lazyContent';

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** One change as it was run: it can be run again elsewhere with the same result. */
export type Statement = readonly [sql: string, params: readonly SqlValue[]];

/** An SQLite database in memory. Statements bind their values; none is built from data. */
export interface Database {
  all(sql: string, params?: readonly SqlValue[]): readonly SqlRow[];
  one(sql: string, params?: readonly SqlValue[]): SqlRow | undefined;
  /** Rows as arrays in the order of the columns: several times faster where thousands are read. */
  values(sql: string, params?: readonly SqlValue[]): readonly (readonly unknown[])[];
  run(sql: string, params?: readonly SqlValue[]): void;
  /** Runs `work` whole or not at all, and tells which changes it made. `work` is synchronous. */
  transaction<T>(work: () => T): { readonly result: T; readonly changes: readonly Statement[] };
  /** The database as the bytes of an SQLite file. */
  export(): Uint8Array;
  /** Why its content could not be read any more: it answers nothing from then on. */
  readonly fault: RulewrightError | undefined;
  /** Reads some of the content that no query needed yet, and tells whether there is more. */
  readAhead(): boolean;
  close(): void;
}

/** SQLite, loaded once. Opening checks nothing, and the content belongs to the database from then on. */
export interface Sqlite {
  open(content?: Uint8Array | LazyContent): Database;
}

/** Loads SQLite from its WebAssembly file. Throws `missing-part` where that is not there or broken. */
export async function loadSqlite(files: Files, wasmPath: string): Promise<Sqlite> {
  const wasm = await files.read(wasmPath);
  if (wasm === undefined) throw missingPart(wasmPath);
  try {
    const engine = await initSqlJs({ wasmBinary: exactBuffer(wasm) });
    return {
      // sql.js asks no more of an array than `LazyContent` has.
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
  return new RulewrightError('missing-part', `SQLite cannot be loaded from ${wasmPath}.`, {
    hint: 'Install Rulewright again: this file belongs to it.',
    cause,
  });
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

type Engine = Awaited<ReturnType<typeof initSqlJs>>;
type EngineDatabase = InstanceType<Engine['Database']>;
type EngineStatement = ReturnType<EngineDatabase['prepare']>;

// In memory nothing needs syncing, and without these a transaction costs three times as much.
const SETTINGS = `PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;`;

function openDatabase(engine: EngineDatabase, content: LazyContent | undefined): Database {
  let changes: Statement[] = [];
  let closed = false;
  let ready = false;
  const prepared = new Map<string, EngineStatement>();

  /** What SQLite says of content that could not be read is worth nothing, be it rows or an error. */
  const believe = (): void => {
    if (content?.fault !== undefined) throw content.fault;
  };
  const prepare = (sql: string): EngineStatement => {
    // Rubbish is only noticed at the first query, which must be the caller's, inside its checks.
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
      believe();
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
      believe();
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
