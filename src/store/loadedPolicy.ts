import type { RulewrightError } from '../core/errors';
import type { StoreHealth } from '../core/ports';
import type { RecoveryOffer } from '../core/recoveryOffer';
import type { LogEnd } from './changeLog';
import type { Database } from './database';
import type { Identity } from './snapshot';

/** The policy as last read or saved, and whether it can be changed. */
export interface Loaded {
  readonly database: Database;
  readonly identity: Identity;
  /** SHA-256 of the file's content; empty if there is no such file yet. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The end of the log for the file, if there is one. */
  readonly log: LogEnd | undefined;
  /** Whether it contains changes that are not on disk yet. */
  readonly unsaved: boolean;
  /** Runs under the lock before the first save. */
  readonly beforeSave?: () => Promise<void>;
  /** Renames a damaged file, until a person decides on its replacement. */
  readonly moveAside?: () => Promise<void>;
  readonly health: StoreHealth;
  /** Why the policy is read-only, if it is. */
  readonly refusal?: RulewrightError;
  /** Whether there is nothing to show, because no valid copy was found. */
  readonly blank?: boolean;
  /** The replacement that a person can accept for a file that failed its integrity check. */
  readonly offer?: RecoveryOffer;
}
