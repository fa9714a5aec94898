import type { PolicyDiff } from './diff';

/**
 * An offer to a person: to replace a policy file that failed its integrity check by its newest valid copy, or to sign a
 * history. An `Approval` of it must contain its hash.
 */
export interface RecoveryOffer {
  readonly subjectId: string;
  /** The problem, the offer and possible losses, as text for the user. */
  readonly text: string;
  /** True if there is no valid copy: the policy starts again without rules. */
  readonly startsEmpty?: boolean;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
}
