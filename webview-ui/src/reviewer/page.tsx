import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';
import type { FromReviewer, Review, ToReviewer } from '../../../src/protocol/reviewer';
import type { Host } from '../common/host';
import { Live, Notice } from '../common/notice';
import { t } from '../common/texts';
import { Changes } from './changes';
import { canChoose, obstacleTo, partOf, takenOf, unjudgedByTaken } from './choice';
import { Comparison } from './comparison';
import { DecisionForm } from './decisionForm';
import { Details } from './details';
import { draftFor, type Draft } from './draft';
import { Header } from './header';
import { Decided, isUnasked, Outcome, outcomeTitle } from './outcome';
import { reviewStateOf } from './reviewState';
import { LOADING, reduceReviewer, type ReviewerState } from './state';
import { DecisionStrip } from './decisionStrip';
import { Summary } from './summary';
import { useDecisions, useTests } from './useTests';

type ReviewerHost = Host<ToReviewer, FromReviewer>;

/** The reviewer: the details of one change, and the form to apply it. */
export function ReviewerPage({
  host,
  now,
}: {
  readonly host: ReviewerHost;
  readonly now: () => number;
}) {
  const [state, dispatch] = useReducer(reduceReviewer, LOADING);
  // Not after the first frame: the extension has usually prepared the review by now.
  useLayoutEffect(() => {
    const stop = host.listen(dispatch);
    host.send({ type: 'ready' });
    return stop;
  }, [host]);
  const { review } = state;
  // Scroll to the top when another change is shown.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [review?.subjectId]);
  return (
    <main>
      <Live text={announcement(state)} />
      {review === undefined ? (
        <NothingYet state={state} host={host} />
      ) : (
        <Shown
          key={`${review.subjectId} ${review.diffHash} ${review.policyVersion ?? ''}`}
          review={review}
          state={state}
          host={host}
          now={now()}
          onSent={(what) => {
            dispatch({ type: 'sent', what });
          }}
        />
      )}
    </main>
  );
}

interface ShownProps {
  readonly review: Review;
  readonly state: ReviewerState;
  readonly host: ReviewerHost;
  readonly onSent: (what: 'apply' | 'reject') => void;
}

/** One review, with the user's input so far. */
function Shown({ review, state, host, now, onSent }: ShownProps & { readonly now: number }) {
  const [draft, setDraft] = useState<Draft>(() => draftFor(host.draft(), review));
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const isApplied = state.outcome?.type === 'applied';
  useEffect(() => {
    const { kind, subjectId, from } = review;
    const subject = { kind, subjectId, ...(from !== undefined && { from }) };
    host.saveDraft(isApplied ? subject : { ...draft, ...subject });
  }, [host, review, draft, isApplied]);
  const reviewState = reviewStateOf(review, state);
  const taken = canChoose(review) ? takenOf(review, draft.choice, state.tests) : review;
  useTests(host, review, draft.choice, state);
  useDecisions(host, review, draft.choice, state);
  return (
    <>
      {review.from === 'setup' && (
        <button
          type="button"
          class="link back"
          onClick={() => {
            host.send({ type: 'openSetup' });
          }}
        >
          {t('backToSetup')}
        </button>
      )}
      <Header review={review} status={state.outcome?.type ?? review.status} now={now} />
      {state.stale !== undefined && <Stale state={state} host={host} />}
      <Summary
        review={taken}
        state={reviewState}
        unjudged={unjudgedByTaken(review, draft.choice, state.tests)}
      />
      {reviewState === 'open' && <DecisionStrip decided={state.tests.decided} />}
      <JumpToDecision />
      <div class="layout">
        <div class="content">
          <Changes
            review={review}
            state={reviewState}
            choice={draft.choice}
            onChoice={(choice) => {
              change({ choice });
            }}
            filter={draft.filter ?? ''}
            onFilter={(filter) => {
              change({ filter });
            }}
            onOpenRule={(ruleId) => {
              host.send({ type: 'openRule', ruleId });
            }}
            now={now}
            tests={state.tests}
            onHits={(rule, from, limit) => {
              host.send({ type: 'hits', rule, from, limit });
            }}
            onTestBypasses={(rule) => {
              host.send({ type: 'bypasses', rule });
            }}
            onNarrow={(rule, command) => {
              host.send({ type: 'exclude', rule, command });
            }}
            onLabel={(command, label) => {
              host.send({ type: 'labelHit', command, label });
            }}
            onReading={(goesOn) => {
              host.send(goesOn ? { type: 'readOn' } : { type: 'stopReading' });
            }}
          />
          {reviewState !== 'appliedEarlier' && <Comparison review={taken} state={reviewState} />}
          <Details
            review={review}
            onOpenDiff={() => {
              host.send({ type: 'openDiff' });
            }}
          />
        </div>
        <aside aria-label={t('decision')} tabIndex={-1}>
          <Decision {...{ review, state, host, onSent, taken, draft }} onDraft={change} />
        </aside>
      </div>
    </>
  );
}

function NothingYet({ state, host }: Pick<ShownProps, 'state' | 'host'>) {
  if (state.empty === undefined) {
    return (
      <>
        <h1 class="sr-only">{t('review')}</h1>
        <Notice tone="busy" message={t('loadingChange')} />
      </>
    );
  }
  return (
    <>
      <h1>{t('nothingToReview')}</h1>
      <Notice tone="info" message={state.empty.message} hint={state.empty.hint}>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            host.send({ type: 'openNext' });
          }}
        >
          {t('reviewNextSuggestion')}
        </button>
      </Notice>
    </>
  );
}

/** Scrolls to the decision, which is at the end of a narrow page. */
function JumpToDecision() {
  return (
    <button
      type="button"
      class="link jump"
      onClick={() => {
        const decision = document.querySelector<HTMLElement>('aside');
        decision?.scrollIntoView();
        decision?.focus();
      }}
    >
      {t('goToDecision')}
    </button>
  );
}

function Stale({ state, host }: { readonly state: ReviewerState; readonly host: ReviewerHost }) {
  return (
    <div class="stale">
      <Notice tone="warn" message={state.stale?.message ?? ''} hint={state.stale?.hint}>
        <button
          type="button"
          class="primary"
          onClick={() => {
            host.send({ type: 'refresh' });
          }}
        >
          {t('reviewAgain')}
        </button>
      </Notice>
    </div>
  );
}

function Decision(
  props: ShownProps & {
    readonly taken: Review;
    readonly draft: Draft;
    readonly onDraft: (part: Partial<Draft>) => void;
  },
) {
  const { review, state, host, onSent, taken, draft, onDraft } = props;
  const onNext = (): void => {
    host.send({ type: 'openNext' });
  };
  const onSetup = (): void => {
    host.send({ type: 'openSetup' });
  };
  const onUndo = (): void => {
    host.send({ type: 'undoReject' });
  };
  const onVersions = (): void => {
    host.send({ type: 'openVersions' });
  };
  if (state.outcome !== undefined) {
    return (
      <Outcome
        outcome={state.outcome}
        kind={review.kind}
        onNext={onNext}
        cameFromSetup={review.from === 'setup'}
        onSetup={onSetup}
        onUndo={onUndo}
        onVersions={onVersions}
      />
    );
  }
  if (review.status !== 'pending') return <Decided {...{ review, onNext, onUndo, onVersions }} />;
  const subject = { subjectId: review.subjectId, diffHash: review.diffHash };
  return (
    <DecisionForm
      review={review}
      taken={taken}
      state={state}
      obstacle={canChoose(review) ? obstacleTo(review, draft.choice, state.tests) : undefined}
      draft={draft}
      onDraft={onDraft}
      onApply={(words, typed) => {
        const part = canChoose(review) ? partOf(review, draft.choice) : undefined;
        const { policyVersion } = review;
        host.send({
          ...{ type: 'apply', ...subject, ...words, typed },
          ...(policyVersion !== undefined && { policyVersion }),
          ...(part && { part }),
        });
        onSent('apply');
      }}
      onReject={(words) => {
        host.send({ type: 'reject', ...subject, ...words });
        onSent('reject');
      }}
    />
  );
}

/** The text of the live region. */
function announcement(state: ReviewerState): string {
  const { failure, stale, outcome, waiting, review } = state;
  if (outcome !== undefined) {
    const title = outcomeTitle(outcome, review?.kind ?? 'suggestion');
    return isUnasked(outcome) ? `${title}. ${t('noHostAsks')}` : title;
  }
  if (failure !== undefined) return [failure.message, failure.hint].filter(Boolean).join(' ');
  if (stale !== undefined) return [stale.message, stale.hint].filter(Boolean).join(' ');
  if (waiting !== undefined) return waiting === 'apply' ? t('applying') : t('rejecting');
  return '';
}
