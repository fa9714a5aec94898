/** File and folder names inside the storage folder, shared by all processes. */
export const LAYOUT = {
  database: 'rulewright.db',
  /** Changes since a large database was last saved as a whole. */
  databaseLog: 'rulewright.db.log',
  lock: 'rulewright.db.lock',
  backups: 'backups',
  publishedPolicy: 'policy.snapshot',
  history: 'history',
  /** Read positions in the history files of other programs. */
  sources: 'sources.json',
  spool: 'spool',
  models: 'models',
  guard: 'guard',
  /** Notes that correlate the hook calls of one command. */
  calls: 'calls',
} as const;
