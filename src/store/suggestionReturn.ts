import type { Database } from './database';
import { isJoined } from './jointSuggestion';
import { reopenSuggestion } from './suggestionLog';

/**
 * Updates the suggestions to the state after version `seq`: those whose version was undone become pending, those whose
 * version is in force again become applied. Rejected suggestions stay rejected unless they are in force. Suggestions
 * that became part of a joint one completely stay applied, because their changes are pending in the joint one.
 */
export function followReturn(database: Database, seq: number): void {
  const inForce = versionsInForce(database, seq);
  const applied = new Map<string, string>();
  const known = database.all('SELECT version, suggestion FROM applied_suggestions');
  for (const row of known) {
    const version = String(row['version']);
    if (inForce.has(version)) applied.set(String(row['suggestion']), version);
  }
  for (const row of database.all(`SELECT id FROM policy_suggestions WHERE status = 'applied'`)) {
    const id = String(row['id']);
    if (!applied.has(id) && !isJoined(database, id)) reopenSuggestion(database, id);
  }
  for (const [suggestion, version] of applied) reapply(database, suggestion, version);
}

/** The applied versions that lead to the state after `seq`. Follows each rollback and restore to its target. */
function versionsInForce(database: Database, seq: number): ReadonlySet<string> {
  const rows = database.all(
    `SELECT v.version, v.kind, t.seq AS target_seq FROM policy_versions v
     LEFT JOIN policy_versions t ON t.version = v.target ORDER BY v.seq`,
  );
  const found = new Set<string>();
  for (let at = seq; at > 0;) {
    const row = rows[at - 1];
    const target = Number(row?.['target_seq'] ?? 0);
    if (row?.['kind'] === 'apply') found.add(String(row['version']));
    at = row?.['kind'] === 'apply' ? at - 1 : row?.['kind'] === 'restore' ? target : target - 1;
  }
  return found;
}

function reapply(database: Database, id: string, version: string): void {
  const status = database.one('SELECT status FROM policy_suggestions WHERE id = ?', [id]);
  if (status?.['status'] === 'applied') return;
  database.run(
    `UPDATE policy_suggestions SET status = 'applied',
       (reviewed_by, reviewed_at, comment) =
         (SELECT author, ts, comment FROM policy_versions WHERE version = ?)
     WHERE id = ?`,
    [version, id],
  );
}
