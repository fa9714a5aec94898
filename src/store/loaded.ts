import type { RulewrightError } from '../core/errors';
import type { PolicyDiff } from '../core/diff';
import type { StoreHealth } from '../core/ports';
import type { LogEnd } from './changeLog';
import type { Database } from './database';
import type { Identity } from './snapshot';

/** The policy as it was last read or saved, and what may be done with it. */
export interface Loaded {
  readonly database: Database;
  readonly identity: Identity;
  /** SHA-256 of the file's content; empty where no file holds it. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The end of the log that builds on the file, where there is one. */
  readonly log: LogEnd | undefined;
  /** Whether it holds what no file holds yet. */
  readonly unsaved: boolean;
  /** What must happen under the lock before the first save. */
  readonly beforeSave?: () => Promise<void>;
  /** Moves a damaged file out of the way, where a person has to decide what comes in its place. */
  readonly moveAside?: () => Promise<void>;
  readonly health: StoreHealth;
  /** Why nothing may be changed, if so. */
  readonly refusal?: RulewrightError;
  /** Whether there is nothing to show: no copy was good. */
  readonly blank?: boolean;
  /** What a person may accept in place of a file that cannot be believed. */
  readonly offer?: RecoveryOffer;
}

/** The newest good copy of a policy file that cannot be believed. An `Approval` of it must carry its hash. */
export interface RecoveryOffer {
  readonly subjectId: string;
  /** What is wrong, what is offered and what is lost, for the person. */
  readonly text: string;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
}
