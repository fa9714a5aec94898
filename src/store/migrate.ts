import { RulewrightError } from '../core/errors';
import { sha256Hex } from '../core/hash';
import type { Database } from './database';
import { FIRST_SCHEMA } from './migrations/first';

/** "Rule" in ASCII: how an SQLite file says that it is ours. */
export const APPLICATION_ID = 0x52756c65;

/** One step from a schema to the next. A released one is never edited. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** All steps in order: number n leads from schema n - 1 to schema n. */
export const MIGRATIONS: readonly Migration[] = [{ name: 'first', statements: FIRST_SCHEMA }];

/** The number of the schema that `database` has; 0 when it is empty. */
function schemaNumber(database: Database): number {
  return Number(database.one('PRAGMA user_version')?.['user_version']);
}

/**
 * Brings the schema up to the last step. Call it inside a transaction.
 * Throws `store-damaged` when an earlier step is not the one this program knows.
 */
export function migrate(
  database: Database,
  ts: string,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const from = schemaNumber(database);
  if (from > 0) checkSteps(database, migrations.slice(0, from));
  else startSteps(database);
  for (const [index, step] of migrations.entries()) {
    if (index >= from) runStep(database, index + 1, step, ts);
  }
}

function startSteps(database: Database): void {
  database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
  database.run(`CREATE TABLE schema_steps (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, ts TEXT NOT NULL)`);
}

function runStep(database: Database, number: number, step: Migration, ts: string): void {
  for (const sql of step.statements) database.run(sql);
  database.run('INSERT INTO schema_steps (number, name, checksum, ts) VALUES (?, ?, ?, ?)', [
    number,
    step.name,
    checksum(step),
    ts,
  ]);
  database.run(`PRAGMA user_version = ${number}`);
}

function checkSteps(database: Database, known: readonly Migration[]): void {
  const done = database.all('SELECT name, checksum FROM schema_steps ORDER BY number');
  const same =
    done.length === known.length &&
    known.every((step, index) => done[index]?.['checksum'] === checksum(step));
  if (same) return;
  throw new RulewrightError('store-damaged', 'The policy file has a schema nobody released.', {
    hint: 'It was made by a development build. Set it aside and open Rulewright again.',
  });
}

function checksum(step: Migration): string {
  return sha256Hex(step.statements.join(';\n'));
}
