import { useEffect, useRef } from 'preact/hooks';
import type { Review } from '../../../src/protocol/reviewer';
import { formatTime, plural } from '../common/format';
import { Notice } from '../common/notice';
import type { ReviewerState } from './state';

interface OutcomeProps {
  readonly outcome: NonNullable<ReviewerState['outcome']>;
  readonly kind: Review['kind'];
  readonly onNext: () => void;
  readonly onVersions: () => void;
}

/** What came of the decision and what to do next. Takes the focus, because the form it replaces is gone. */
export function Outcome({ outcome, kind, onNext, onVersions }: OutcomeProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const applied = outcome.type === 'applied';
  return (
    <section class="decide" aria-labelledby="outcome">
      <h2 id="outcome" ref={heading} tabIndex={-1}>
        {outcomeTitle(outcome, kind)}
      </h2>
      <Notice
        tone="done"
        message={
          applied
            ? `In force after it: ${plural(outcome.rules, 'rule')}.`
            : 'The policy did not change.'
        }
        hint={
          applied
            ? `By ${outcome.author}, ${formatTime(outcome.at)}.`
            : 'The rejection is in the audit trail.'
        }
      >
        <NextButton waiting={outcome.morePending} onNext={onNext} />
        <button type="button" class="secondary" onClick={onVersions}>
          {applied ? 'Show in History' : 'Show History'}
        </button>
      </Notice>
    </section>
  );
}

/** What an approved change of each kind is called. */
export const APPLIED_WORD = {
  suggestion: 'Applied',
  rollback: 'Rolled back',
  restore: 'Restored',
} as const satisfies Record<Review['kind'], string>;

/** One line that says what came of the decision. */
export function outcomeTitle(outcome: OutcomeProps['outcome'], kind: Review['kind']): string {
  if (outcome.type === 'rejected') return 'Rejected';
  return `${APPLIED_WORD[kind]} as version ${outcome.seq}`;
}

/** A review that was decided before this panel opened. */
export function Decided(props: { readonly review: Review; readonly onNext: () => void }) {
  const { review, onNext } = props;
  const word = review.status === 'applied' ? 'applied' : 'rejected';
  const decided = review.decided;
  const who = decided === undefined ? '' : ` by ${decided.by}, ${formatTime(decided.at)}`;
  return (
    <section class="decide" aria-labelledby="decided">
      <h2 id="decided">Already {word}</h2>
      <Notice
        tone="info"
        message={`This suggestion was ${word}${who}. It cannot be decided again.`}
        hint={
          decided?.comment === undefined || decided.comment === ''
            ? undefined
            : `“${decided.comment}”`
        }
      >
        <NextButton waiting={review.morePending} onNext={onNext} />
      </Notice>
    </section>
  );
}

function NextButton(props: { readonly waiting: number; readonly onNext: () => void }) {
  if (props.waiting === 0) return null;
  return (
    <button type="button" class="primary" onClick={props.onNext}>
      Review next ({props.waiting} waiting)
    </button>
  );
}
