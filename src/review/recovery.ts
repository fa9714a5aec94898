import { approve } from '../core/approval';
import type { Approval } from '../core/approval';
import type { RecoveryOffer } from '../core/recoveryOffer';

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
  await port.accept(approve({ subjectId, diffHash, policyVersion: '', author, comment }, typed));
}
