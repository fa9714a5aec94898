import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/canonicalJson';
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

/** Puts a rule in force exactly as it is given. */
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

/** Takes a rule out of force. */
export function deleteRule(database: Database, id: string): void {
  database.run('DELETE FROM policy_rules WHERE id = ?', [id]);
}

/** SHA-256 over the rule rows, which must be sorted by id. */
export function stateHash(rules: readonly Rule[]): string {
  return createHash('sha256').update(canonicalJson(rules)).digest('hex');
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
