import { hash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Database } from './database';
import { ASK_EFFECT_SCHEMA } from './migrations/askEffect';
import { FIRST_SCHEMA } from './migrations/first';
import { SIGNATURES_SCHEMA } from './migrations/signatures';

/** SQLite application id: "Rule" in ASCII. */
export const APPLICATION_ID = 0x52756c65;

/** One schema migration. A released migration is never edited. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** All migrations in order: migration n upgrades schema n - 1 to schema n. */
export const MIGRATIONS: readonly Migration[] = [
  { name: 'first', statements: FIRST_SCHEMA },
  { name: 'ask effect', statements: ASK_EFFECT_SCHEMA },
  { name: 'signatures', statements: SIGNATURES_SCHEMA },
];

/** The schema number of `database`; 0 if it is empty. */
function schemaNumber(database: Database): number {
  return Number(database.one('PRAGMA user_version')?.['user_version']);
}

/**
 * Runs the migrations that are missing. Call it inside a transaction.
 * Throws `store-damaged` if an earlier migration differs from the one in this program.
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
  throw new RulewrightError('store-damaged', l10n.t('The policy file has an unknown schema.'), {
    hint: l10n.t(
      'It was created by a development build. Move the file away and open Rulewright again.',
    ),
  });
}

function checksum(step: Migration): string {
  return hash('sha256', step.statements.join(';\n'));
}
