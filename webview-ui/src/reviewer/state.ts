import {
  isTestMessage,
  NO_TESTS,
  reduceTests,
  type LiveTests,
  type TestMessage,
} from './liveTests';
import type { Review, ToReviewer } from '../../../src/protocol/reviewer';

type Message<T extends ToReviewer['type']> = Extract<ToReviewer, { type: T }>;

/** The state of the reviewer page. It comes from the extension, except for the pending request. */
export interface ReviewerState {
  readonly review?: Review | undefined;
  readonly empty?: Message<'empty'> | undefined;
  /** The pending request. */
  readonly waiting?: 'apply' | 'reject' | undefined;
  readonly outcome?: Message<'applied'> | Message<'rejected'> | undefined;
  readonly failure?: Message<'failed'> | undefined;
  readonly stale?: Message<'stale'> | undefined;
  readonly tests: LiveTests;
}

/** An input of the page: a message from the extension, or a request that was sent. */
export type ReviewerAction =
  ToReviewer | { readonly type: 'sent'; readonly what: 'apply' | 'reject' };

/** The state before the first message. */
export const LOADING: ReviewerState = { tests: NO_TESTS };

/** The state after an action. Outcomes of other subjects are ignored. */
export function reduceReviewer(state: ReviewerState, action: ReviewerAction): ReviewerState {
  if (isTestMessage(action)) return withTests(state, action);
  switch (action.type) {
    case 'show':
      return { review: action.review, tests: NO_TESTS };
    case 'empty':
      return { empty: action, tests: NO_TESTS };
    case 'sent':
      return { ...state, waiting: action.what, failure: undefined };
    case 'applied':
    case 'rejected':
      if (action.subjectId !== state.review?.subjectId) return state;
      return { review: state.review, outcome: action, tests: state.tests };
    case 'failed':
      return { ...state, waiting: undefined, failure: action };
    case 'stale':
      return { ...state, waiting: undefined, stale: action, failure: otherThan(action, state) };
  }
}

/** The failure, unless the change that made the review stale is its reason, which is then shown once. */
function otherThan(
  { message }: Message<'stale'>,
  { failure }: ReviewerState,
): ReviewerState['failure'] {
  return failure?.message === message ? undefined : failure;
}

function withTests(state: ReviewerState, message: TestMessage): ReviewerState {
  const isOther = 'subjectId' in message && message.subjectId !== state.review?.subjectId;
  return isOther ? state : { ...state, tests: reduceTests(state.tests, message) };
}
