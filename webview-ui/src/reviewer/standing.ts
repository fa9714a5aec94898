import type { Review } from '../../../src/protocol/reviewer';
import type { ReviewerState } from './state';

/** How a change stands to the policy, which decides what may be said of the rules shown with it. */
export type Standing =
  /** It can be decided, and the rules shown are those in force. */
  | 'open'
  /** It can be decided, but the policy has moved on since it was shown. */
  | 'overtaken'
  /** It was applied on this page: the rules shown are those before it. */
  | 'applied'
  | 'rejected'
  /** It was applied before this page opened: what was in force before it is not known here. */
  | 'past';

/** The standing of the change on the page. */
export function standingOf(review: Review, { outcome, stale }: ReviewerState): Standing {
  if (outcome !== undefined) return outcome.type;
  if (review.status === 'applied') return 'past';
  if (review.status === 'rejected') return 'rejected';
  return stale === undefined ? 'open' : 'overtaken';
}

/** The words that are true at each standing. */
export const WORDS = {
  open: { changes: 'What would change', before: 'In force now', after: 'After applying' },
  overtaken: {
    changes: 'What would change',
    before: 'In force when this was opened',
    after: 'After applying it then',
  },
  applied: { changes: 'What changed', before: 'In force before', after: 'In force after' },
  rejected: {
    changes: 'What would have changed',
    before: 'In force without it',
    after: 'In force with it',
  },
  past: { changes: 'What changed', before: 'In force now' },
} as const satisfies Record<
  Standing,
  { readonly changes: string; readonly before: string; readonly after?: string }
>;
