import { approve } from '../core/approval';
import type { Approval } from '../core/approval';
import type { PolicyDiff } from '../core/diff';

/** The replacement that a person can accept for a policy file that failed its checks. */
export interface RecoveryOffer {
  readonly subjectId: string;
  /** What is wrong, what is offered and what would be lost, as text for the person. */
  readonly text: string;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
}

/** The store's side of a recovery. */
export interface RecoveryPort {
  offer(): Promise<RecoveryOffer | undefined>;
  /** Throws `not-found`, `stale-diff`. */
  accept(approval: Approval): Promise<void>;
}

/** Replaces the failed policy file with the offer, once a person has typed APPLY. Throws `wrong-token`. */
export async function recover(
  port: RecoveryPort,
  shown: RecoveryOffer,
  { author, typed }: { readonly author: string; readonly typed: string },
): Promise<void> {
  const { subjectId, diffHash } = shown;
  await port.accept(approve({ subjectId, diffHash, author, comment: 'recovered' }, typed));
}
