import { useEffect, useReducer } from 'preact/hooks';
import * as z from 'zod';
import type { FromReviewer, Review, ToReviewer } from '../../../src/protocol/reviewer';
import { Badge } from '../common/badge';
import { Words } from '../common/exact';
import { formatAgo, formatTime } from '../common/format';
import type { Host } from '../common/host';
import { Live, Notice } from '../common/notice';
import { Changes } from './changes';
import { Comparison } from './comparison';
import { Decide, type Statement } from './decide';
import { Details } from './details';
import { headline } from './facts';
import { Glance } from './glance';
import { APPLIED_WORD, Decided, Outcome, outcomeTitle } from './outcome';
import { standingOf } from './standing';
import { LOADING, reduceReviewer, type ReviewerState } from './state';

type ReviewerHost = Host<ToReviewer, FromReviewer>;

/** Kept while the panel is hidden. `kind` and `subjectId` let the extension reopen the review after a reload. */
const Draft = z.object({ subjectId: z.string(), author: z.string(), comment: z.string() });

/** The reviewer: everything about one change, and the box that applies it. */
export function ReviewerPage({
  host,
  now,
}: {
  readonly host: ReviewerHost;
  readonly now: () => number;
}) {
  const [state, dispatch] = useReducer(reduceReviewer, LOADING);
  useEffect(() => {
    const stop = host.listen(dispatch);
    host.send({ type: 'ready' });
    return stop;
  }, [host]);
  const { review } = state;
  useEffect(() => {
    if (review !== undefined) keepDraft(host, review, draftFor(host, review));
  }, [host, review]);
  // Another change is read from its beginning.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [review?.subjectId]);
  const standing = review === undefined ? 'open' : standingOf(review, state);
  return (
    <main>
      <Live>{spoken(state)}</Live>
      {review === undefined ? (
        <NothingYet state={state} host={host} />
      ) : (
        <>
          <Header review={review} status={state.outcome?.type ?? review.status} now={now()} />
          {state.stale !== undefined && <Stale state={state} host={host} />}
          <Glance review={review} standing={standing} />
          <JumpToDecision />
          <div class="layout">
            <div class="content">
              <Changes
                review={review}
                standing={standing}
                onOpenRule={(ruleId) => {
                  host.send({ type: 'openRule', ruleId });
                }}
              />
              {standing !== 'past' && <Comparison review={review} standing={standing} />}
              <Details
                review={review}
                onOpenDiff={() => {
                  host.send({ type: 'openDiff' });
                }}
              />
            </div>
            <aside aria-label="Decision" tabIndex={-1}>
              <Decision
                key={`${review.subjectId} ${review.diffHash} ${review.policyVersion ?? ''}`}
                review={review}
                state={state}
                host={host}
                onSent={(what) => {
                  dispatch({ type: 'sent', what });
                }}
              />
            </aside>
          </div>
        </>
      )}
    </main>
  );
}

function NothingYet({
  state,
  host,
}: {
  readonly state: ReviewerState;
  readonly host: ReviewerHost;
}) {
  if (state.empty === undefined) {
    return (
      <>
        <h1 class="sr-only">Review</h1>
        <Notice tone="busy" message="Loading the change…" />
      </>
    );
  }
  return (
    <>
      <h1>Nothing to review</h1>
      <Notice tone="info" message={state.empty.message} hint={state.empty.hint}>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            host.send({ type: 'openNext' });
          }}
        >
          Review the next suggestion
        </button>
      </Notice>
    </>
  );
}

/** Whose words and time the header shows: those of the suggestion, or of the version that is gone back to. */
function origin({ kind, target }: Review): string {
  return kind === 'suggestion' ? 'Suggested' : `Version ${target ?? '?'} was made`;
}

function Header(props: {
  readonly review: Review;
  readonly status: Review['status'];
  readonly now: number;
}) {
  const { review, status, now } = props;
  return (
    <header>
      <h1>{headline(review)}</h1>
      <p class="byline">
        {status === 'pending' ? (
          <Badge tone="warn" icon="pending">
            Pending
          </Badge>
        ) : (
          <Badge tone={status === 'applied' ? 'good' : 'plain'} icon={status}>
            {status === 'applied' ? APPLIED_WORD[review.kind] : 'Rejected'}
          </Badge>
        )}
        <span>
          {origin(review)} by <Words text={review.proposedBy} />,{' '}
          <time dateTime={review.proposedAt} title={formatTime(review.proposedAt)}>
            {formatAgo(review.proposedAt, now)}
          </time>
        </span>
      </p>
    </header>
  );
}

/** On a narrow page the decision is far below: one key press brings it. */
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
      Go to the decision
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
          Show it as it is now
        </button>
      </Notice>
    </div>
  );
}

function Decision(props: {
  readonly review: Review;
  readonly state: ReviewerState;
  readonly host: ReviewerHost;
  readonly onSent: (what: 'apply' | 'reject') => void;
}) {
  const { review, state, host, onSent } = props;
  const onNext = (): void => {
    host.send({ type: 'openNext' });
  };
  if (state.outcome !== undefined) {
    return (
      <Outcome
        outcome={state.outcome}
        kind={review.kind}
        onNext={onNext}
        onVersions={() => {
          host.send({ type: 'openVersions' });
        }}
      />
    );
  }
  if (review.status !== 'pending') return <Decided review={review} onNext={onNext} />;
  const subject = { subjectId: review.subjectId, diffHash: review.diffHash };
  return (
    <Decide
      review={review}
      state={state}
      draft={draftFor(host, review)}
      onDraft={(words) => {
        keepDraft(host, review, words);
      }}
      onApply={(words, typed) => {
        host.send({ type: 'apply', ...subject, ...words, typed });
        onSent('apply');
      }}
      onReject={(words) => {
        host.send({ type: 'reject', ...subject, ...words });
        onSent('reject');
      }}
    />
  );
}

function draftFor(host: ReviewerHost, review: Review): Statement {
  const draft = Draft.safeParse(host.draft());
  if (!draft.success || draft.data.subjectId !== review.subjectId) {
    return { author: review.author, comment: '' };
  }
  return { author: draft.data.author, comment: draft.data.comment };
}

function keepDraft(host: ReviewerHost, { kind, subjectId }: Review, words: Statement): void {
  host.saveDraft({ kind, subjectId, ...words });
}

/** What a screen reader says when the state changes. */
function spoken(state: ReviewerState): string {
  const { failure, stale, outcome, waiting, review } = state;
  if (outcome !== undefined) return outcomeTitle(outcome, review?.kind ?? 'suggestion');
  if (failure !== undefined) return [failure.message, failure.hint].filter(Boolean).join(' ');
  if (stale !== undefined) return [stale.message, stale.hint].filter(Boolean).join(' ');
  if (waiting !== undefined) return waiting === 'apply' ? 'Applying…' : 'Rejecting…';
  return '';
}
