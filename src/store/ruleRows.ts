import { createHash } from 'node:crypto';
import { Rule } from '../core/rule';
import type { Database, SqlRow } from './database';

const COLUMNS = 'id, pattern, effect, added_by, confidence, ts, mode, reason';

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
  database.run(`INSERT INTO policy_rules (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    rule.id,
    rule.pattern,
    rule.effect,
    rule.addedBy,
    rule.confidence,
    rule.ts,
    rule.mode,
    rule.reason,
  ]);
}

/** Deletes a rule. */
export function deleteRule(database: Database, id: string): void {
  database.run('DELETE FROM policy_rules WHERE id = ?', [id]);
}

/**
 * SHA-256 of the canonical JSON of rules, which must be sorted by id. The keys are in canonical order here, so that
 * plain JSON is canonical and fast: thousands of rules are hashed at each change.
 */
export function stateHash(rules: readonly Rule[]): string {
  const ordered = rules.map(({ addedBy, confidence, effect, id, mode, pattern, reason, ts }) => ({
    addedBy,
    confidence,
    effect,
    id,
    mode,
    pattern,
    reason,
    ts,
  }));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

/** `stateHash` of the rules in force, computed from rows without parsing them. */
export function stateHashNow(database: Database): string {
  const rows = database.values(
    `SELECT coalesce(added_by, ''), confidence, effect, id, mode, pattern, reason, ts
     FROM policy_rules ORDER BY id`,
  );
  const ordered = rows.map(([addedBy, confidence, effect, id, mode, pattern, reason, ts]) => ({
    addedBy,
    confidence,
    effect,
    id,
    mode,
    pattern,
    reason,
    ts,
  }));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

/** The ids of all rules in force. */
export function readRuleIds(database: Database): ReadonlySet<string> {
  return new Set(database.values('SELECT id FROM policy_rules').map(([id]) => String(id)));
}

function ruleOfRow(row: SqlRow): Rule {
  return Rule.parse({
    id: row['id'],
    pattern: row['pattern'],
    effect: row['effect'],
    addedBy: row['added_by'] ?? '',
    confidence: row['confidence'],
    ts: row['ts'],
    mode: row['mode'],
    reason: row['reason'],
  });
}
