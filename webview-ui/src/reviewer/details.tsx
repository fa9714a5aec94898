import type { Review } from '../../../src/protocol/reviewer';
import { Exact, Words } from '../common/exactText';
import { formatCount, formatIfTime } from '../common/format';
import { ShortId } from '../common/shortId';
import { t } from '../common/texts';

/** Times and numbers in words; all else, such as commands and ids, exactly. */
function MetaValue({ text }: { readonly text: string }) {
  const time = formatIfTime(text);
  if (time !== text) return <Words text={time} />;
  const count = Number(text);
  return Number.isSafeInteger(count) && String(count) === text ? (
    <Words text={formatCount(count)} />
  ) : (
    <Exact text={text} />
  );
}

/** The origin of the proposal, and the candidates that were omitted. */
export function Details({
  review,
  onOpenDiff,
}: {
  readonly review: Review;
  readonly onOpenDiff: () => void;
}) {
  return (
    <section aria-labelledby="details">
      <h2 id="details">{t('origin')}</h2>
      <dl class="pairs">
        {review.policyVersion !== undefined && (
          <div>
            <dt>{t('currentPolicyVersion')}</dt>
            <dd>
              <ShortId id={review.policyVersion} copy="copyPolicyVersion" />
            </dd>
          </div>
        )}
        {review.meta.map((entry) => (
          <div key={entry.name}>
            <dt>
              <Words text={entry.name} />
            </dt>
            <dd>
              <MetaValue text={entry.value} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('diffHash')}</dt>
          <dd>
            <ShortId id={review.diffHash} copy="copyDiffHash" />
          </dd>
        </div>
      </dl>
      <button type="button" class="link" onClick={onOpenDiff}>
        {t('openAsJson')}
      </button>
      {review.leftOut.length > 0 && (
        <details>
          <summary>{t('leftOut', formatCount(review.leftOut.length))}</summary>
          <ul>
            {review.leftOut.map((entry) => (
              <li key={entry.pattern}>
                <Exact text={entry.pattern} /> – <Words text={entry.reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
