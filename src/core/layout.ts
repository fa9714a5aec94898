/** Names inside the storage folder. Every process finds the others' files through these alone. */
export const LAYOUT = {
  database: 'rulewright.db',
  /** Changes since the database was last saved whole; only while it is large. */
  databaseLog: 'rulewright.db.log',
  lock: 'rulewright.db.lock',
  backups: 'backups',
  publishedPolicy: 'policy.snapshot',
  history: 'history',
  spool: 'spool',
  models: 'models',
  guard: 'guard',
  /** Which calls of hooks belong to one command. */
  calls: 'calls',
} as const;
