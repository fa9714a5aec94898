import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from './format';

/** Shows the first rows of a long list and a button for more, so that thousands stay quick. */
export function useMore<Row>(
  rows: readonly Row[],
  step: number,
): {
  readonly shown: readonly Row[];
  readonly more: ComponentChildren;
} {
  const [limit, setLimit] = useState(step);
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
          ? `Show ${formatCount(step)} more (${formatCount(left)} left)`
          : `Show ${formatCount(left)} more`}
      </button>
    ) : undefined;
  return { shown: rows.slice(0, limit), more };
}
