import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LabelChoice } from '../../../src/core/label';
import { FIRST_ROWS, HistoryFilter, type HistoryState } from '../../../src/protocol/dashboard';
import { formatCount } from '../common/format';
import { useKeys } from '../common/keys';
import { t } from '../common/texts';
import { visibleText } from '../common/visibleText';
import { withMember } from './eventFilter';
import type { Send } from './section';

/** The id of the text field. */
export const FILTER_BOX = 'filter-text';

/** Delay after typing before the search starts, in milliseconds. */
const PAUSE_MS = 250;

type Sources = Extract<HistoryState, { state: 'ready' }>['sources'];

interface FiltersProps {
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
  readonly sources: Sources;
  readonly send: Send;
}

/** The search form of the history. The extension searches the whole history. */
export function HistoryFilters({ filter, onFilter, sources, send }: FiltersProps) {
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const query = (next: HistoryFilter): void => {
    clearTimeout(waiting.current);
    waiting.current = undefined;
    send({ type: 'query', limit: FIRST_ROWS, filter: next });
  };
  const search = (next: HistoryFilter): void => {
    onFilter(next);
    query(next);
  };
  return (
    <div class="filters" role="search" aria-label={t('filterHistory')}>
      <TextField
        text={filter.text ?? ''}
        onText={(text) => {
          const next = withMember(filter, 'text', text === '' ? undefined : text);
          // At once, so that it is not lost if the page is hidden before the search.
          onFilter(next);
          clearTimeout(waiting.current);
          waiting.current = setTimeout(() => {
            query(next);
          }, PAUSE_MS);
        }}
        onEnter={() => {
          if (waiting.current !== undefined) query(filter);
        }}
      />
      <Choice
        id="filter-decision"
        name={t('verdict')}
        value={filter.decision}
        onPick={(value) => {
          search(withMember(filter, 'decision', DecisionChoice.safeParse(value).data));
        }}
      >
        <option value="deny">{t('denied')}</option>
        <option value="ask">{t('asked')}</option>
        <option value="allow">{t('allowed')}</option>
        <option value="none">{t('noRule')}</option>
      </Choice>
      <Choice
        id="filter-source"
        name={t('source')}
        value={filter.source}
        onPick={(value) => {
          search(withMember(filter, 'source', value === '' ? undefined : value));
        }}
      >
        {sourcesWith(sources, filter.source).map(({ id, name, count }) => (
          <option key={id} value={id}>
            {`${visibleText(name)} (${formatCount(count)})`}
          </option>
        ))}
      </Choice>
      <Choice
        id="filter-days"
        name={t('time')}
        value={filter.days === undefined ? undefined : String(filter.days)}
        onPick={(value) => {
          search(withMember(filter, 'days', Days.safeParse(Number(value)).data));
        }}
      >
        <option value="1">{t('lastDay')}</option>
        <option value="7">{t('lastWeek')}</option>
        <option value="30">{t('lastMonth')}</option>
      </Choice>
      <Choice
        id="filter-label"
        name={t('label')}
        value={filter.label}
        onPick={(value) => {
          search(withMember(filter, 'label', LabelChoice.safeParse(value).data));
        }}
      >
        <option value="none">{t('noneLabelled')}</option>
        <option value="safe">{t('safe')}</option>
        <option value="unsafe">{t('unsafe')}</option>
        <option value="unknown">{t('unknown')}</option>
      </Choice>
    </div>
  );
}

const DecisionChoice = HistoryFilter.shape.decision;
const Days = HistoryFilter.shape.days;

/** The sources, and the chosen one even if no command is left of it. */
function sourcesWith(sources: Sources, chosen: string | undefined): Sources {
  return chosen === undefined || sources.some(({ id }) => id === chosen)
    ? sources
    : [...sources, { id: chosen, name: chosen, count: 0 }];
}

/** The text to search for, which is passed on without spaces around it. */
function TextField(props: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEnter: () => void;
}) {
  const { text, onText, onEnter } = props;
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  useKeys(box, (key) => {
    if (key === '/') box.current?.focus();
    return key === '/';
  });
  // Of `Clear Filter`.
  useEffect(() => {
    setTyped((now) => (now.trim() === text ? now : text));
  }, [text]);
  return (
    <div class="field grow">
      <label htmlFor={FILTER_BOX}>{t('filterText')}</label>
      <input
        id={FILTER_BOX}
        ref={box}
        type="search"
        maxLength={500}
        placeholder={t('filterPlaceholder')}
        value={typed}
        onInput={(event) => {
          const given = event.currentTarget.value;
          setTyped(given);
          if (given.trim() !== text) onText(given.trim());
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter();
        }}
      />
    </div>
  );
}

function Choice(props: {
  readonly id: string;
  readonly name: string;
  /** Undefined for any. */
  readonly value: string | undefined;
  /** Called with the empty text for any. */
  readonly onPick: (value: string) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="field">
      <label htmlFor={props.id}>{props.name}</label>
      <select
        id={props.id}
        value={props.value ?? ''}
        onChange={(event) => {
          props.onPick(event.currentTarget.value);
        }}
      >
        <option value="">{t('any')}</option>
        {props.children}
      </select>
    </div>
  );
}
