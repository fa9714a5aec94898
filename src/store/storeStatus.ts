import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import type { StoreHealth } from '../core/ports';
import type { Rule } from '../core/rule';
import { staleDiff } from '../core/staleDiff';
import { networkFolder } from '../files/networkFolder';
import { appendAudit } from './auditLog';
import type { Approvals } from './approvals';
import { unapprovedHealth } from './approvals';
import type { PolicyFile } from './policyFile';
import { rulesAfter } from './replay';
import { readRules, stateHash } from './ruleRows';
import { readHead } from './versionLog';

/** The policy in force, from which the published file is created and with which it is compared. */
export interface PolicyInForce {
  readonly rules: readonly Rule[];
  /** Id of the last version; empty before the first. */
  readonly version: string;
  readonly seq: number;
  readonly stateHash: string;
}

/**
 * The policy to publish: the newest approved version. Undefined if the file fails its integrity check or the newest
 * version was approved with another key; the published policy must then stay.
 */
export async function policyInForce(
  file: PolicyFile,
  approvals: Approvals,
): Promise<PolicyInForce | undefined> {
  const { health } = await file.status();
  if (health.state !== 'good' && health.state !== 'recovered') return undefined;
  const approval = await approvals.state();
  if (approval.state === 'other') return undefined;
  if (approval.state === 'forged') return approvedPolicy(file, approval.seq);
  return file.read((database) => {
    const rules = readRules(database);
    const { version, seq } = readHead(database);
    return { rules, version, seq, stateHash: stateHash(rules) };
  });
}

/** The policy as of version `seq`; undefined for 0, when no version has a valid signature. */
async function approvedPolicy(file: PolicyFile, seq: number): Promise<PolicyInForce | undefined> {
  if (seq === 0) return undefined;
  return file.read((database) => {
    const rules = rulesAfter(database, seq);
    const sql = 'SELECT version FROM policy_versions WHERE seq = ?';
    const version = String(database.one(sql, [seq])?.['version']);
    return { rules, version, seq, stateHash: stateHash(rules) };
  });
}

/** The rules to show as in force: those of the newest approved version. */
export async function rulesInForce(
  file: PolicyFile,
  approvals: Approvals,
): Promise<readonly Rule[]> {
  const approval = await approvals.state();
  const { seq } = approval.state === 'forged' ? approval : { seq: 0 };
  return file.read((database) => (seq === 0 ? readRules(database) : rulesAfter(database, seq)));
}

/** Conditions of the storage folder that affect the store. */
export interface FolderConditions {
  readonly folder: string;
  /** Why the folder cannot be written to. */
  readonly unwritable: RulewrightError | undefined;
  /** Number of history files that were deleted to free space for a change. */
  readonly deleted: number;
}

/** Store health, including the condition of the folder. */
export async function healthOf(
  file: PolicyFile,
  approvals: Approvals,
  { folder, unwritable, deleted }: FolderConditions,
): Promise<StoreHealth> {
  const { health } = await file.status();
  if (health.state !== 'good') return health;
  const unapproved = unapprovedHealth(await approvals.state());
  if (unapproved !== undefined) return unapproved;
  if (unwritable !== undefined) {
    const hint = unwritable.hint ?? l10n.t('Make the storage folder writable, then try again.');
    return { state: 'read-only', notice: unwritable.message, hint };
  }
  if (deleted > 0) {
    return {
      state: 'good',
      notice: l10n.t(
        'The disk was full. The oldest history ({0} files) was deleted to save the policy.',
        formatCount(deleted),
      ),
      hint: l10n.t('Free some space, or reduce the retention time of the history.'),
    };
  }
  const network = await networkFolder(folder);
  if (network === undefined) return health;
  return {
    state: 'good',
    notice: l10n.t(
      'The policy is stored in a network folder ({0}), where locks are unreliable.',
      network,
    ),
    hint: l10n.t(
      'Use one window at a time, or move the user data folder of VS Code to a local disk.',
    ),
  };
}

/** Replaces a file that failed its integrity check with the offered copy. Throws `not-found`, `stale-diff`. */
export async function acceptRecovery(
  file: PolicyFile,
  approvals: Approvals,
  approval: Approval,
  ts: string,
): Promise<void> {
  const { offer } = await file.status();
  if (offer === undefined) {
    throw new RulewrightError('not-found', l10n.t('There is nothing to recover.'), {
      hint: l10n.t('The policy file is not damaged.'),
    });
  }
  if (offer.subjectId !== approval.subjectId || offer.diffHash !== approval.diffHash) {
    throw staleDiff(l10n.t('The copy to restore changed after it was shown.'));
  }
  await approvals.recover((database) => {
    const { author, comment } = approval;
    appendAudit(database, { ts, action: 'recover', author, comment, subject: offer.subjectId });
  });
}
