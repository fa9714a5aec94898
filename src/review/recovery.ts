import { approve } from '../core/approval';
import type { Approval } from '../core/approval';
import type { PolicyDiff } from '../core/diff';

/** What a person may accept in place of a policy file that cannot be believed. */
export interface RecoveryOffer {
  readonly subjectId: string;
  /** What is wrong, what is offered and what is lost. */
  readonly text: string;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
}

/** Where recovery happens. */
export interface RecoveryPort {
  offer(): Promise<RecoveryOffer | undefined>;
  /** Throws `not-found`, `stale-diff`. */
  accept(approval: Approval): Promise<void>;
}

/** Puts what was shown in place of the broken policy, once a person typed APPLY for it. Throws `wrong-token`. */
export async function recover(
  port: RecoveryPort,
  shown: RecoveryOffer,
  { author, typed }: { readonly author: string; readonly typed: string },
): Promise<void> {
  const { subjectId, diffHash } = shown;
  await port.accept(approve({ subjectId, diffHash, author, comment: 'recovered' }, typed));
}
