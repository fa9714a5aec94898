import { createHash } from 'node:crypto';
import { Rule } from '../core/rule';
import type { Database, SqlRow } from './database';

const COLUMNS = 'id, pattern, effect, added_by, confidence, ts, mode, reason, title, instead';

/** The rules in force, sorted by id. */
export function readRules(database: Database): readonly Rule[] {
  return database.all(`SELECT ${COLUMNS} FROM policy_rules ORDER BY id`).map(ruleOfRow);
}

/** The rule with this id, if it is in force. */
export function findRule(database: Database, id: string): Rule | undefined {
  const row = database.one(`SELECT ${COLUMNS} FROM policy_rules WHERE id = ?`, [id]);
  return row === undefined ? undefined : ruleOfRow(row);
}

/** Inserts a rule as it is given. */
export function insertRule(database: Database, rule: Rule): void {
  database.run(`INSERT INTO policy_rules (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    rule.id,
    rule.pattern,
    rule.effect,
    rule.addedBy,
    rule.confidence,
    rule.ts,
    rule.mode,
    rule.reason,
    rule.title ?? '',
    rule.instead ?? '',
  ]);
}

/** Deletes a rule. */
export function deleteRule(database: Database, id: string): void {
  database.run('DELETE FROM policy_rules WHERE id = ?', [id]);
}

/** SHA-256 of the canonical JSON of rules, which must be sorted by id. */
export function stateHash(rules: readonly Rule[]): string {
  return hashOf(rules.map((rule) => canonical(rule)));
}

/**
 * `stateHash` of the rules in force, computed from rows without parsing them. Files are checked before they are
 * migrated: those of the first schema have no titles.
 */
export function stateHashNow(database: Database): string {
  const names = database.all('PRAGMA table_info(policy_rules)').map(({ name }) => name);
  const [instead, title] = names.includes('title') ? ['instead', 'title'] : ["''", "''"];
  const rows = database.values(
    `SELECT coalesce(added_by, ''), confidence, effect, id, ${instead}, mode, pattern, reason, ${title}, ts
     FROM policy_rules ORDER BY id`,
  );
  return hashOf(
    rows.map(([addedBy, confidence, effect, id, instead, mode, pattern, reason, title, ts]) =>
      canonical({ addedBy, confidence, effect, id, instead, mode, pattern, reason, title, ts }),
    ),
  );
}

/**
 * A rule with its keys in canonical order, so that plain JSON is canonical and fast: thousands of rules are hashed at
 * each change. A title or alternative that is empty is left out, as in rules that were stored before there were any.
 */
function canonical(rule: { readonly [Key in keyof Rule]: unknown }): object {
  const { addedBy, confidence, effect, id, instead, mode, pattern, reason, title, ts } = rule;
  const start = { addedBy, confidence, effect, id };
  const middle = { mode, pattern, reason };
  return {
    ...start,
    ...(instead === undefined || instead === '' ? {} : { instead }),
    ...middle,
    ...(title === undefined || title === '' ? {} : { title }),
    ts,
  };
}

function hashOf(ordered: readonly object[]): string {
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

/** The ids of all rules in force. */
export function readRuleIds(database: Database): ReadonlySet<string> {
  return new Set(database.values('SELECT id FROM policy_rules').map(([id]) => String(id)));
}

function ruleOfRow(row: SqlRow): Rule {
  const { title, instead } = row;
  return Rule.parse({
    id: row['id'],
    pattern: row['pattern'],
    effect: row['effect'],
    addedBy: row['added_by'] ?? '',
    confidence: row['confidence'],
    ts: row['ts'],
    mode: row['mode'],
    reason: row['reason'],
    ...(title === '' ? {} : { title }),
    ...(instead === '' ? {} : { instead }),
  });
}
