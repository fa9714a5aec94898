/** Names inside the storage folder. Every process finds the others' files through these alone. */
export const LAYOUT = {
  database: 'rulewright.db',
  lock: 'rulewright.db.lock',
  backups: 'backups',
  publishedPolicy: 'policy.snapshot',
  history: 'history',
  spool: 'spool',
  models: 'models',
  guard: 'guard',
} as const;
