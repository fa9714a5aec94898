import { useEffect, useRef } from 'preact/hooks';
import type { Review } from '../../../src/protocol/reviewer';
import { formatCount, formatTime } from '../common/format';
import { Notice } from '../common/notice';
import { counted, t, type TextKey } from '../common/texts';
import type { ReviewerState } from './state';

interface OutcomeProps {
  readonly outcome: NonNullable<ReviewerState['outcome']>;
  readonly kind: Review['kind'];
  readonly onNext: () => void;
  /** Whether the review was opened from the setup page. */
  readonly cameFromSetup: boolean;
  readonly onSetup: () => void;
  readonly onVersions: () => void;
  readonly onUndo: () => void;
}

/** The outcome of the decision and what to do next. Takes the focus from the form that it replaces. */
export function Outcome(props: OutcomeProps) {
  const { outcome, kind, cameFromSetup, onNext, onSetup, onVersions, onUndo } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const applied = outcome.type === 'applied';
  return (
    <section class="decide" aria-labelledby="outcome">
      <h2 id="outcome" ref={heading} tabIndex={-1}>
        {outcomeTitle(outcome, kind)}
      </h2>
      {isUnasked(outcome) && (
        <Notice tone="warn" message={t('noHostAsks')} hint={t('noHostAsksHint')}>
          {!cameFromSetup && (
            <button type="button" class="primary" onClick={onSetup}>
              {t('setUp')}
            </button>
          )}
        </Notice>
      )}
      <Notice
        tone="done"
        message={
          applied ? t('inForceAfterwards', counted('rules', outcome.rules)) : t('policyUnchanged')
        }
        hint={applied ? t('by', outcome.author, formatTime(outcome.at)) : t('rejectionRecorded')}
      >
        {cameFromSetup ? (
          <button type="button" class="primary" onClick={onSetup}>
            {t('backToSetup')}
          </button>
        ) : (
          <NextButton waiting={outcome.morePending} onNext={onNext} isSecond={isUnasked(outcome)} />
        )}
        {!applied && <UndoButton onUndo={onUndo} />}
        <VersionsButton applied={applied} onVersions={onVersions} />
      </Notice>
    </section>
  );
}

/** Whether rules are in force that no agent host asks about, so that they stop nothing. */
export function isUnasked(outcome: OutcomeProps['outcome']): boolean {
  return outcome.type === 'applied' && outcome.rules > 0 && !outcome.isAsked;
}

/** The status of an applied change of each kind, without and with its version. */
export const APPLIED_TEXTS = {
  suggestion: { status: 'applied', title: 'appliedAs' },
  joint: { status: 'applied', title: 'appliedAs' },
  rollback: { status: 'rolledBack', title: 'rolledBackAs' },
  restore: { status: 'restored', title: 'restoredAs' },
} as const satisfies Record<Review['kind'], { readonly status: TextKey; readonly title: TextKey }>;

/** The outcome of the decision in one line. */
export function outcomeTitle(outcome: OutcomeProps['outcome'], kind: Review['kind']): string {
  if (outcome.type === 'rejected') return t('rejected');
  return t(APPLIED_TEXTS[kind].title, String(outcome.seq));
}

/** A review that was decided before this page was opened. */
export function Decided(
  props: { readonly review: Review } & Pick<OutcomeProps, 'onNext' | 'onUndo' | 'onVersions'>,
) {
  const { review, onNext, onUndo, onVersions } = props;
  const { decided } = review;
  const texts = DECIDED_TEXTS[review.status === 'applied' ? 'applied' : 'rejected'];
  return (
    <section class="decide" aria-labelledby="decided">
      <h2 id="decided">{t(texts.title)}</h2>
      <Notice
        tone="info"
        message={
          decided === undefined
            ? t(texts.message)
            : t(texts.messageBy, decided.by, formatTime(decided.at))
        }
        hint={
          decided?.comment === undefined || decided.comment === ''
            ? undefined
            : t('quoted', decided.comment)
        }
      >
        <NextButton waiting={review.morePending} onNext={onNext} />
        {review.status === 'rejected' && <UndoButton onUndo={onUndo} />}
        <VersionsButton applied={review.status === 'applied'} onVersions={onVersions} />
      </Notice>
    </section>
  );
}

const DECIDED_TEXTS = {
  applied: { title: 'alreadyApplied', message: 'wasApplied', messageBy: 'wasAppliedBy' },
  rejected: { title: 'alreadyRejected', message: 'wasRejected', messageBy: 'wasRejectedBy' },
} as const;

function NextButton(props: {
  readonly waiting: number;
  readonly onNext: () => void;
  /** Whether something else is to be done first. */
  readonly isSecond?: boolean;
}) {
  if (props.waiting === 0) return null;
  return (
    <button
      type="button"
      class={props.isSecond === true ? 'secondary' : 'primary'}
      onClick={props.onNext}
    >
      {t('reviewNext', formatCount(props.waiting))}
    </button>
  );
}

function VersionsButton(props: { readonly applied: boolean } & Pick<OutcomeProps, 'onVersions'>) {
  return (
    <button type="button" class="secondary" onClick={props.onVersions}>
      {props.applied ? t('showInVersions') : t('showVersions')}
    </button>
  );
}

function UndoButton({ onUndo }: Pick<OutcomeProps, 'onUndo'>) {
  return (
    <button type="button" class="secondary" onClick={onUndo}>
      {t('undoRejection')}
    </button>
  );
}
