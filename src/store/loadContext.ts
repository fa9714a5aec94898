import type { Files } from '../core/files';
import type { AnchorKeeper } from './anchor';
import type { Backups } from './backups';
import type { Database, Sqlite } from './database';
import type { HistoryCheck } from './historyCheck';
import type { Migration } from './migrate';
import { migrate } from './migrate';
import type { PolicyPaths } from './snapshot';

/** What loading the policy file needs. */
export interface LoadContext {
  readonly files: Files;
  readonly sqlite: Sqlite;
  readonly paths: PolicyPaths;
  readonly migrations: readonly Migration[];
  readonly backups: Backups;
  readonly anchor: AnchorKeeper;
  /** What the check of the whole history found, where it runs after loading. */
  readonly history: HistoryCheck;
  readonly now: () => string;
}

/** A new, empty policy with today's schema. */
export function emptyDatabase(context: LoadContext): Database {
  const database = context.sqlite.open();
  database.transaction(() => {
    migrate(database, context.now(), context.migrations);
  });
  return database;
}
