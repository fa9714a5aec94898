import { isSuggested, type Review } from '../../../src/protocol/reviewer';
import { Badge } from '../common/badge';
import { Sentence, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatAgo, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { t } from '../common/texts';
import { countedChanges, headline } from './reviewFacts';
import { APPLIED_TEXTS } from './outcome';

/** The purpose, state and origin of the change. */
export function Header(props: {
  readonly review: Review;
  readonly status: Review['status'];
  readonly now: number;
}) {
  const { review, status, now } = props;
  return (
    <header>
      <h1>
        <Sentence text={headline(review)} />
      </h1>
      <p class="byline">
        {status === 'pending' ? (
          <Badge tone="warn" icon="pending">
            {t('pending')}
          </Badge>
        ) : (
          <Badge tone={status === 'applied' ? 'good' : 'plain'} icon={status}>
            {status === 'applied' ? t(APPLIED_TEXTS[review.kind].status) : t('rejected')}
          </Badge>
        )}
        {isSuggested(review) && headline(review) !== countedChanges(review) && (
          <span>{countedChanges(review)}</span>
        )}
        {review.kind !== 'joint' && (
          <span>
            <Origin review={review} now={now} />
          </span>
        )}
      </p>
      {review.rolledBack !== undefined && status === 'pending' && (
        <p class="rejected-before">
          <Icon name="stale" />{' '}
          <Filled
            text="rolledBackSince"
            parts={[<Words text={review.rolledBack.by} />, formatTime(review.rolledBack.at)]}
          />
        </p>
      )}
    </header>
  );
}

/** The author and time of the suggestion, or of the version to return to. */
function Origin({ review, now }: { readonly review: Review; readonly now: number }) {
  const author = <Words text={review.proposedBy} />;
  const time = (
    <time dateTime={review.proposedAt} title={formatTime(review.proposedAt)}>
      {formatAgo(review.proposedAt, now)}
    </time>
  );
  return review.kind === 'suggestion' ? (
    <Filled text="suggestedBy" parts={[author, time]} />
  ) : (
    <Filled text="versionBy" parts={[review.target ?? '?', author, time]} />
  );
}
