import type { Approval } from '../core/approval';
import { RulewrightError } from '../core/errors';
import type { StoreHealth } from '../core/ports';
import type { Rule } from '../core/rule';
import { networkFolder } from '../files/networkFolder';
import { appendAudit } from './auditLog';
import { staleDiff } from './change';
import type { PolicyFile } from './policyFile';
import { readRules, stateHash } from './ruleRows';
import { readHead } from './versionLog';

/** The policy that must be in force: what the published file is compared with and made from. */
export interface PolicyInForce {
  readonly rules: readonly Rule[];
  /** The last version, empty before the first. */
  readonly version: string;
  readonly seq: number;
  readonly stateHash: string;
}

/** What to publish; undefined while the file cannot be believed. */
export async function policyInForce(file: PolicyFile): Promise<PolicyInForce | undefined> {
  const { health } = await file.status();
  if (health.state !== 'good' && health.state !== 'recovered') return undefined;
  return file.read((database) => {
    const rules = readRules(database);
    const { version, seq } = readHead(database);
    return { rules, version, seq, stateHash: stateHash(rules) };
  });
}

/** What a person should know beside the state of the file. */
export interface StoreTroubles {
  readonly folder: string;
  /** Why nothing could be written at the start. */
  readonly unwritable: RulewrightError | undefined;
  /** How many files of the history were deleted to make room for a change. */
  readonly deleted: number;
}

/** How the store feels, with what a person should know of the folder. */
export async function healthOf(
  file: PolicyFile,
  { folder, unwritable, deleted }: StoreTroubles,
): Promise<StoreHealth> {
  const { health } = await file.status();
  if (health.state !== 'good') return health;
  if (unwritable !== undefined) {
    const hint = unwritable.hint ?? 'Open the window again.';
    return { state: 'read-only', notice: unwritable.message, hint };
  }
  if (deleted > 0) {
    return {
      state: 'good',
      notice: `The disk was full: the oldest history (${deleted} files) was deleted to save the policy.`,
      hint: 'Free some space, or keep the history for fewer days.',
    };
  }
  const network = await networkFolder(folder);
  if (network === undefined) return health;
  return {
    state: 'good',
    notice: `The policy is kept on a network folder (${network}), where locks cannot be trusted.`,
    hint: 'Use one window at a time, or move the user data folder of VS Code to this machine.',
  };
}

/** Puts what is offered in place of a file that cannot be believed. Throws `not-found`, `stale-diff`. */
export async function acceptRecovery(
  file: PolicyFile,
  approval: Approval,
  ts: string,
): Promise<void> {
  const { offer } = await file.status();
  if (offer === undefined) {
    throw new RulewrightError('not-found', 'There is nothing to recover.', {
      hint: 'The policy file is good. Close this review.',
    });
  }
  if (offer.subjectId !== approval.subjectId || offer.diffHash !== approval.diffHash) {
    throw staleDiff('What is offered is not what was on the screen.');
  }
  await file.write((database) => {
    const { author, comment } = approval;
    appendAudit(database, { ts, action: 'recover', author, comment, subject: offer.subjectId });
  }, true);
}
