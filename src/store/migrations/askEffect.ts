/** The effect `ask`, and a title and an alternative for each rule. SQLite changes a CHECK only with the whole table. */
export const ASK_EFFECT_SCHEMA = [
  `CREATE TABLE policy_rules_next (
    id TEXT PRIMARY KEY,
    pattern TEXT NOT NULL,
    effect TEXT NOT NULL CHECK (effect IN ('deny', 'ask', 'allow')),
    added_by TEXT,
    confidence REAL,
    ts TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT 'enforce' CHECK (mode IN ('enforce', 'shadow')),
    reason TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    instead TEXT NOT NULL DEFAULT ''
  )`,
  `INSERT INTO policy_rules_next (id, pattern, effect, added_by, confidence, ts, mode, reason)
    SELECT id, pattern, effect, added_by, confidence, ts, mode, reason FROM policy_rules`,
  `DROP TABLE policy_rules`,
  `ALTER TABLE policy_rules_next RENAME TO policy_rules`,
] as const;
