import type { Files, OpenFile } from '../core/files';

/** Where the policy file and the log beside it are. */
export interface PolicyPaths {
  readonly database: string;
  readonly log: string;
}

/** The two files as they were at one moment. */
export interface Snapshot {
  /** Open: whoever takes it closes it. */
  readonly database: OpenFile | undefined;
  readonly log: Uint8Array | undefined;
  readonly identity: Identity;
}

/** Tells one state of the files from another without reading them. */
export interface Identity {
  readonly database: string;
  readonly log: string;
}

/** Both identities as they are now; empty where there is no file. */
export async function identify(files: Files, paths: PolicyPaths): Promise<Identity> {
  const [database, log] = await Promise.all([files.stat(paths.database), files.stat(paths.log)]);
  return { database: database?.identity ?? '', log: log?.identity ?? '' };
}

/** Whether two identities are of the same state. */
export function isSameState(one: Identity, other: Identity): boolean {
  return one.database === other.database && one.log === other.log;
}

/**
 * Opens both files so that they belong together: a save replaces the database first and then removes the log, so a
 * database that is unchanged after the log was read is the one the log was for.
 */
export async function readSnapshot(files: Files, paths: PolicyPaths): Promise<Snapshot> {
  for (;;) {
    const identity = await identify(files, paths);
    const database = await files.open(paths.database);
    try {
      const log = await files.read(paths.log);
      const after = await files.stat(paths.database);
      if ((after?.identity ?? '') === identity.database) return { database, log, identity };
    } catch (error) {
      database?.close();
      throw error;
    }
    database?.close();
  }
}
