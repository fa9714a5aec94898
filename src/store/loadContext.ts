import type { Files } from '../core/fileAccess';
import type { AnchorStorage } from './anchor';
import type { Backups } from './backups';
import type { Database, Sqlite } from './database';
import type { HistoryCheck } from './historyCheck';
import type { Migration } from './migrate';
import { migrate } from './migrate';
import type { PolicyPaths } from './snapshot';

/** The dependencies for loading the policy file. */
export interface LoadContext {
  readonly files: Files;
  readonly sqlite: Sqlite;
  readonly paths: PolicyPaths;
  readonly migrations: readonly Migration[];
  readonly backups: Backups;
  readonly anchor: AnchorStorage;
  /** The check of the full history, which runs after a large file was loaded. */
  readonly history: HistoryCheck;
  readonly now: () => string;
}

/** An empty policy with the current schema. */
export function emptyDatabase(context: LoadContext): Database {
  const database = context.sqlite.open();
  database.transaction(() => {
    migrate(database, context.now(), context.migrations);
  });
  return database;
}
