import type { Review } from '../../../src/protocol/reviewer';
import type { CountKey, TextKey } from '../common/texts';
import type { ReviewerState } from './state';

/** The state of a review, which determines what the page can show about the rules. */
export type ReviewState =
  /** It can be decided, and the rules shown are in force. */
  | 'open'
  /** It can be decided, but the policy has changed since it was shown. */
  | 'stale'
  /** It was applied on this page: the rules shown are those before the change. */
  | 'applied'
  | 'rejected'
  /** It was applied before this page was opened: the rules before the change are unknown here. */
  | 'appliedEarlier';

/** The state of the review on the page. */
export function reviewStateOf(review: Review, { outcome, stale }: ReviewerState): ReviewState {
  if (outcome !== undefined) return outcome.type;
  if (review.status === 'applied') return 'appliedEarlier';
  if (review.status === 'rejected') return 'rejected';
  return stale === undefined ? 'open' : 'stale';
}

/**
 * The texts for each state. `inForce` describes the rules shown; `before` and `after` are the headings of the
 * comparison.
 */
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

/** The consequence of a change for the commands that it matches, by the effects of its rules. */
export type StopKind = 'denies' | 'asks' | 'stops';

/** The texts for each kind. `newly` and `hint` are keys of counted nouns. */
export const STOP_TEXTS = {
  denies: { unsafe: 'deniesUnsafe', harmless: 'deniesHarmless', newly: 'newlyBlocked' },
  asks: { unsafe: 'asksUnsafe', harmless: 'asksHarmless', newly: 'newlyAsked' },
  stops: { unsafe: 'stopsUnsafe', harmless: 'stopsHarmless', newly: 'newlyStopped' },
} as const satisfies Record<
  StopKind,
  { readonly unsafe: TextKey; readonly harmless: TextKey; readonly newly: CountKey }
>;
