import type { Review } from '../../../src/protocol/reviewer';
import type { CountKey, TextKey } from '../common/texts';
import type { ReviewerState } from './state';

/** The state of a review. It determines what the page can show about the rules. */
export type ReviewState =
  /** It can be decided, and the rules shown are those in force. */
  | 'open'
  /** It can be decided, but the policy changed after it was shown. */
  | 'stale'
  /** It was applied on this page: the rules shown are those before it. */
  | 'applied'
  | 'rejected'
  /** It was applied before this page was opened: the rules before it are not known here. */
  | 'appliedEarlier';

/** The state of the review on the page. */
export function reviewStateOf(review: Review, { outcome, stale }: ReviewerState): ReviewState {
  if (outcome !== undefined) return outcome.type;
  if (review.status === 'applied') return 'appliedEarlier';
  if (review.status === 'rejected') return 'rejected';
  return stale === undefined ? 'open' : 'stale';
}

/** The texts of each state. `inForce` describes the rules shown, `before` and `after` head the comparison. */
export const STATE_TEXTS = {
  open: {
    changes: 'whatWouldChange',
    inForce: 'openBefore',
    before: 'inForceNow',
    after: 'afterApplying',
  },
  stale: {
    changes: 'whatWouldChange',
    inForce: 'staleBefore',
    before: 'inForceWhenOpened',
    after: 'afterApplyingThen',
  },
  applied: {
    changes: 'whatChanged',
    inForce: 'appliedBefore',
    before: 'inForceBefore',
    after: 'inForceAfter',
  },
  rejected: {
    changes: 'whatWouldHaveChanged',
    inForce: 'rejectedBefore',
    before: 'inForceWithout',
    after: 'inForceWith',
  },
  appliedEarlier: { changes: 'whatChanged', inForce: 'openBefore' },
} as const satisfies Record<
  ReviewState,
  {
    readonly changes: TextKey;
    readonly inForce: TextKey;
    readonly before?: TextKey;
    readonly after?: TextKey;
  }
>;

/** What a change would do to the commands that it matches, by the effects of its rules. */
export type StopKind = 'denies' | 'asks' | 'stops';

/** The texts of each kind. `newly` and `hint` are counted. */
export const STOP_TEXTS = {
  denies: { unsafe: 'deniesUnsafe', harmless: 'deniesHarmless', newly: 'newlyBlocked' },
  asks: { unsafe: 'asksUnsafe', harmless: 'asksHarmless', newly: 'newlyAsked' },
  stops: { unsafe: 'stopsUnsafe', harmless: 'stopsHarmless', newly: 'newlyStopped' },
} as const satisfies Record<
  StopKind,
  { readonly unsafe: TextKey; readonly harmless: TextKey; readonly newly: CountKey }
>;
