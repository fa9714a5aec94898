import type { Files, OpenFile } from '../core/fileAccess';

/** The paths of the policy file and its log. */
export interface PolicyPaths {
  readonly database: string;
  readonly log: string;
}

/** A consistent view of both files. */
export interface Snapshot {
  /** Open. The caller closes it. */
  readonly database: OpenFile | undefined;
  readonly log: Uint8Array | undefined;
  readonly identity: Identity;
}

/** Identifies a state of the files without reading them. */
export interface Identity {
  readonly database: string;
  readonly log: string;
}

/** The current identity of both files; empty if a file is missing. */
export async function identify(files: Files, paths: PolicyPaths): Promise<Identity> {
  const [database, log] = await Promise.all([files.stat(paths.database), files.stat(paths.log)]);
  return { database: database?.identity ?? '', log: log?.identity ?? '' };
}

/** Whether two identities are equal. */
export function isSameState(one: Identity, other: Identity): boolean {
  return one.database === other.database && one.log === other.log;
}

/**
 * Opens both files so that they match: a save replaces the database first and then removes the log, so if the database
 * is unchanged after reading the log, the log is for this database.
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
