import { useRef } from 'preact/hooks';
import type { Review, RuleToAdd, RuleToRemove } from '../../../src/protocol/reviewer';
import { formatCount } from '../common/format';
import { useKeys } from '../common/keys';
import { counted, t } from '../common/texts';

/** Maximum number of changes that are easily read without a filter. */
const FEW = 10;

/** Whether a review has so many changes that a filter is offered. */
export function isLong({ add, remove }: Review): boolean {
  return add.length + remove.length > FEW;
}

/** What a filter reads of a rule to add or to remove. */
export type FilteredRule = Pick<RuleToAdd & RuleToRemove, 'pattern'> &
  Partial<Pick<RuleToAdd, 'title' | 'reason' | 'category' | 'from'>>;

/**
 * Tests rules as suggested, so that a card stays while its rule is edited: the title, reason, pattern, category and
 * suggestions of a rule contain every word of the filter, in upper or lower case. Undefined for an empty filter.
 */
export function filterOf(
  typed: string,
  { joined }: Review,
): ((rule: FilteredRule) => boolean) | undefined {
  const words = typed
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return ({ title = '', reason = '', pattern, category = '', from = [] }) => {
    const suggestions = from.map((place) => joined?.[place]?.title ?? '');
    const text = [title, reason, pattern, category, ...suggestions].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** The field that filters the changes, and the number of changes that match. */
export function ChangesFilter(props: {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Number of changes that match; undefined without a filter. */
  readonly shown: number | undefined;
  readonly of: number;
}) {
  const { typed, onType, shown, of } = props;
  const box = useRef<HTMLInputElement>(null);
  useKeys(box, (key) => {
    if (key === '/') box.current?.focus();
    return key === '/';
  });
  return (
    <div class="changes-filter" role="search" aria-label={t('filterChanges')}>
      <div class="field grow">
        <label htmlFor="changes-filter">{t('filterText')}</label>
        <input
          id="changes-filter"
          ref={box}
          type="search"
          maxLength={500}
          placeholder={t('changesPlaceholder')}
          value={typed}
          onInput={({ currentTarget }) => {
            onType(currentTarget.value);
          }}
        />
      </div>
      <p class="hint" role="status">
        {shown === 0
          ? t('noChangeMatches')
          : shown !== undefined && counted('changesShown', shown, formatCount(of))}
      </p>
      {shown === 0 && (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            onType('');
            box.current?.focus();
          }}
        >
          {t('clearFilter')}
        </button>
      )}
    </div>
  );
}
