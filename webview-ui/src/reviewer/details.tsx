import type { Review } from '../../../src/protocol/reviewer';
import { Exact, Words } from '../common/exact';
import { formatIfTime } from '../common/format';
import { ShortId } from '../common/shortId';

/** Where the proposal comes from, and what was left out of it. */
export function Details({
  review,
  onOpenDiff,
}: {
  readonly review: Review;
  readonly onOpenDiff: () => void;
}) {
  return (
    <section aria-labelledby="details">
      <h2 id="details">Where it comes from</h2>
      <dl class="pairs">
        {review.policyVersion !== undefined && (
          <div>
            <dt>Policy version now</dt>
            <dd>
              <ShortId id={review.policyVersion} of="policy version" />
            </dd>
          </div>
        )}
        {review.meta.map((entry) => (
          <div key={entry.name}>
            <dt>
              <Words text={entry.name} />
            </dt>
            <dd>
              <Exact text={formatIfTime(entry.value)} />
            </dd>
          </div>
        ))}
        <div>
          <dt>Fingerprint of this change</dt>
          <dd>
            <ShortId id={review.diffHash} of="fingerprint" />
          </dd>
        </div>
      </dl>
      <button type="button" class="link" onClick={onOpenDiff}>
        Open as JSON
      </button>
      {review.leftOut.length > 0 && (
        <details>
          <summary>Looked at and left out ({review.leftOut.length})</summary>
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
