/** The first schema: rules, versions and suggestions, and the tables that the store needs for itself. */
export const FIRST_SCHEMA = [
  `CREATE TABLE policy_rules (
    id TEXT PRIMARY KEY,
    pattern TEXT NOT NULL,
    effect TEXT NOT NULL CHECK (effect IN ('allow', 'deny')),
    added_by TEXT,
    confidence REAL,
    ts TEXT NOT NULL,
    mode TEXT NOT NULL DEFAULT 'enforce' CHECK (mode IN ('enforce', 'shadow')),
    reason TEXT NOT NULL DEFAULT ''
  )`,
  `CREATE TABLE policy_versions (
    version TEXT PRIMARY KEY,
    ts TEXT NOT NULL,
    author TEXT NOT NULL,
    comment TEXT,
    diff TEXT NOT NULL,
    add_ids TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('apply', 'rollback', 'restore')),
    target TEXT NOT NULL,
    added_rules TEXT NOT NULL,
    removed_rules TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    state_hash TEXT NOT NULL
  )`,
  `CREATE TABLE policy_suggestions (
    id TEXT PRIMARY KEY,
    proposed_by TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    diff_json TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'applied', 'rejected')),
    reviewed_by TEXT,
    reviewed_at TEXT,
    seq INTEGER NOT NULL UNIQUE,
    diff_hash TEXT NOT NULL,
    comment TEXT
  )`,
  `CREATE TABLE applied_suggestions (
    version TEXT PRIMARY KEY,
    suggestion TEXT NOT NULL
  ) WITHOUT ROWID`,
  `CREATE INDEX policy_suggestions_status ON policy_suggestions (status)`,
  `CREATE TABLE policy_audit (
    seq INTEGER PRIMARY KEY,
    ts TEXT NOT NULL,
    action TEXT NOT NULL,
    author TEXT NOT NULL,
    comment TEXT NOT NULL,
    subject TEXT NOT NULL
  )`,
  `CREATE TABLE requests (
    id TEXT PRIMARY KEY,
    version TEXT NOT NULL
  ) WITHOUT ROWID`,
  `CREATE TABLE store_notes (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  )`,
  `CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('idle', 'running', 'blocked')),
    last_action TEXT,
    last_score REAL,
    blocked_reason TEXT,
    owner TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    last_seen TEXT NOT NULL
  )`,
  `CREATE TRIGGER policy_versions_keep BEFORE UPDATE ON policy_versions
    BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END`,
  `CREATE TRIGGER policy_versions_stay BEFORE DELETE ON policy_versions
    BEGIN SELECT RAISE(ABORT, 'versions are never deleted'); END`,
  `CREATE TRIGGER policy_audit_keep BEFORE UPDATE ON policy_audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END`,
  `CREATE TRIGGER policy_audit_stay BEFORE DELETE ON policy_audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END`,
] as const;
