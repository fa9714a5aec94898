import { approve } from '../core/approval';
import type { Approval } from '../core/approval';
import type { PolicyDiff } from '../core/diff';

/** An offer to a person: to replace a policy file that failed its integrity check, or to sign a history. */
export interface RecoveryOffer {
  readonly subjectId: string;
  /** The problem and the offer, as text for the user. */
  readonly text: string;
  /** True if there is no valid copy: the policy starts again without rules. */
  readonly startsEmpty?: boolean;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
}

/** The store's side of a recovery, or of signing a history. */
export interface RecoveryPort {
  offer(): Promise<RecoveryOffer | undefined>;
  /** Throws `not-found`, `stale-diff`. */
  accept(approval: Approval): Promise<void>;
}

/** Accepts the offer, once a person has typed APPLY. Throws `wrong-token`. */
export async function acceptOffer(
  port: RecoveryPort,
  shown: RecoveryOffer,
  { author, comment, typed }: Readonly<Record<'author' | 'comment' | 'typed', string>>,
): Promise<void> {
  const { subjectId, diffHash } = shown;
  await port.accept(approve({ subjectId, diffHash, author, comment }, typed));
}
