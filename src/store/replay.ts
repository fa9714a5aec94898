import { Rule } from '../core/rule';
import type { Database, SqlRow } from './database';
import { readRules } from './ruleRows';

/**
 * The rules in force right after version `seq` (0: before the first), sorted by id. Replayed from the nearer end of the
 * history: forwards from an empty policy, or backwards from the rules in force.
 */
export function rulesAfter(database: Database, seq: number): readonly Rule[] {
  const last = Number(database.one('SELECT max(seq) AS last FROM policy_versions')?.['last'] ?? 0);
  const rules = seq > last / 2 ? backwards(database, seq) : forwards(database, seq);
  return [...rules.values()]
    .map((rule) => Rule.parse(rule))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

type Found = Map<string, Partial<Rule>>;

function backwards(database: Database, seq: number): Found {
  const rules: Found = new Map(readRules(database).map((rule) => [rule.id, rule]));
  const rows = database.all(
    'SELECT added_rules, removed_rules FROM policy_versions WHERE seq > ? ORDER BY seq DESC',
    [seq],
  );
  for (const row of rows) step(rules, row, 'added_rules', 'removed_rules');
  return rules;
}

function forwards(database: Database, seq: number): Found {
  const rules: Found = new Map();
  const rows = database.all(
    'SELECT added_rules, removed_rules FROM policy_versions WHERE seq <= ? ORDER BY seq',
    [seq],
  );
  for (const row of rows) step(rules, row, 'removed_rules', 'added_rules');
  return rules;
}

function step(rules: Found, row: SqlRow, out: string, into: string): void {
  for (const rule of rulesIn(row[out])) rules.delete(rule.id);
  for (const rule of rulesIn(row[into])) rules.set(rule.id, rule);
}

/** Rules are parsed only at the end: replaying passes thousands of them. */
function rulesIn(json: unknown): readonly { readonly id: string }[] {
  return json === '[]' ? [] : (JSON.parse(String(json)) as { readonly id: string }[]);
}
