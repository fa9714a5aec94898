/** File and folder names inside the storage folder, shared by all processes. */
export const LAYOUT = {
  database: 'rulewright.db',
  /** Changes since a large database was last saved completely. */
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
   * The subfolder of `guard` for the current format of the published policy, so that an older version of the extension
   * never replaces a newer guard. Before format 4, the guard was stored in `guard` itself.
   */
  guardFormat: 'v4',
  /** Notes that associate the hook calls of one command. */
  calls: 'calls',
} as const;

/** In the folder `guard`: lists the code caches that guards may use. */
export const CODE_CACHES_FILE = 'compiled.json';
