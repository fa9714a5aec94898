import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from './format';
import { t } from './texts';

/** The `first` rows of a list and a button for `step` more, so that thousands of rows render fast. */
export function useShowMore<Row>(
  rows: readonly Row[],
  step: number,
  first = step,
): {
  readonly shown: readonly Row[];
  readonly more: ComponentChildren;
} {
  const [limit, setLimit] = useState(first);
  const left = rows.length - limit;
  const more =
    left > 0 ? (
      <button
        type="button"
        class="secondary more"
        onClick={() => {
          setLimit(limit + step);
        }}
      >
        {left > step
          ? t('showMoreOf', formatCount(step), formatCount(left))
          : t('showMore', formatCount(left))}
      </button>
    ) : undefined;
  return { shown: rows.slice(0, limit), more };
}
