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
  /**
   * The folder in `guard` with the guard that hosts start: one for each format of the published policy, so that an older
   * version of the extension never replaces the guard of a newer one. Before format 4 it was `guard` itself.
   */
  guardFormat: 'v4',
  /** Notes that correlate the hook calls of one command. */
  calls: 'calls',
} as const;
