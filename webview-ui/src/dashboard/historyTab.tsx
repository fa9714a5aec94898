import { useRef, useState } from 'preact/hooks';
import type { HistoryState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { formatCount } from '../common/format';
import { Exact } from '../common/exact';
import { Filled } from '../common/filled';
import { useKeys } from '../common/keys';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { Decisions } from './decisions';
import { EventTable } from './eventTable';
import { filterEvents, NO_FILTER, type EventFilter } from './eventFilter';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

type Ready = Extract<HistoryState, { state: 'ready' }>;

/** The command history: each command with its exit code, score, verdict and label. */
export function HistoryTab({
  history,
  send,
}: {
  readonly history: Expected<HistoryState>;
  readonly send: Send;
}) {
  const ready = history.state === 'ready' ? history : undefined;
  const empty = ready === undefined || isEmpty(ready);
  return (
    <>
      <TabHeader title={t('commandHistory')} about={t('historyAbout')}>
        <RefreshButton send={send} tab="history" />
        <SendButton send={send} message={{ type: 'importCsv' }}>
          {t('importCsv')}
        </SendButton>
        <SendButton send={send} message={{ type: 'exportCsv' }} disabled={empty}>
          {t('exportCsv')}
        </SendButton>
      </TabHeader>
      {history.state === 'loading' && <Notice tone="busy" message={t('loadingHistory')} />}
      {history.state === 'failed' && (
        <FailedState message={history.message} hint={history.hint} send={send} tab="history" />
      )}
      {ready !== undefined &&
        (isEmpty(ready) ? (
          <Empty history={ready} send={send} />
        ) : (
          <Loaded history={ready} send={send} />
        ))}
    </>
  );
}

/** Whether there are no commands at all. */
function isEmpty({ total, session }: Ready): boolean {
  return total === 0 && session === undefined;
}

function Empty({ history, send }: { readonly history: Ready; readonly send: Send }) {
  return (
    <Notice tone="info" message={t('noCommands')} hint={t('noCommandsHint')}>
      <SendButton send={send} message={{ type: 'setUp' }} kind="primary">
        {t('setUp')}
      </SendButton>
      {!history.recording && (
        <SendButton send={send} message={{ type: 'startRecording' }}>
          {t('recordTerminals')}
        </SendButton>
      )}
    </Notice>
  );
}

function Loaded({ history, send }: { readonly history: Ready; readonly send: Send }) {
  const [filter, setFilter] = useState<EventFilter>(NO_FILTER);
  const rows = filterEvents(history.rows, filter);
  const partial = history.rows.length < history.total;
  const { session } = history;
  return (
    <>
      {session !== undefined && <SessionOf agent={session.agent} send={send} />}
      {history.decisions !== undefined && <Decisions counts={history.decisions} />}
      <Filters filter={filter} onChange={setFilter} />
      <p class="total" role="status">
        {rows.length === history.total
          ? counted('commands', history.total)
          : t('shownOf', formatCount(rows.length), counted('commands', history.total))}
        {session !== undefined && ` ${counted('ofNewest', session.searched)}`}
        {partial && ` ${t('newestLoaded', formatCount(history.rows.length))}`}
        {partial && history.rows.length < 5000 && (
          <>
            {' '}
            <SendButton
              send={send}
              kind="link"
              message={{ type: 'query', limit: Math.min(5000, history.rows.length * 2) }}
            >
              {t('loadMore')}
            </SendButton>
          </>
        )}
      </p>
      {history.total === 0 ? (
        <Notice tone="info" message={t('noneOfSession')} hint={t('noneOfSessionHint')} />
      ) : rows.length === 0 ? (
        <Notice tone="info" message={t('noMatch')}>
          <button
            type="button"
            class="secondary"
            onClick={() => {
              setFilter(NO_FILTER);
            }}
          >
            {t('clearFilter')}
          </button>
        </Notice>
      ) : (
        <EventTable rows={rows} send={send} />
      )}
    </>
  );
}

/** The agent whose commands are shown, with a button to show all commands. */
function SessionOf({ agent, send }: { readonly agent: string; readonly send: Send }) {
  return (
    <p class="session">
      <span>
        <Filled text="sessionOf" parts={[<Exact text={agent} />]} />
      </span>{' '}
      <button
        type="button"
        class="link"
        onClick={() => {
          send({ type: 'showAll' });
          // The button is removed, and its focus would be lost.
          document.getElementById(FILTER_BOX)?.focus();
        }}
      >
        {t('showAllCommands')}
      </button>
    </p>
  );
}

const FILTER_BOX = 'filter-text';

function Filters(props: {
  readonly filter: EventFilter;
  readonly onChange: (filter: EventFilter) => void;
}) {
  const { filter, onChange } = props;
  const box = useRef<HTMLInputElement>(null);
  useKeys(box, (key) => {
    if (key === '/') box.current?.focus();
    return key === '/';
  });
  return (
    <div class="filters" role="search" aria-label={t('filterHistory')}>
      <div class="field grow">
        <label htmlFor={FILTER_BOX}>{t('filterText')}</label>
        <input
          id={FILTER_BOX}
          ref={box}
          type="search"
          placeholder={t('filterPlaceholder')}
          value={filter.text}
          onInput={(event) => {
            onChange({ ...filter, text: event.currentTarget.value });
          }}
        />
      </div>
      <div class="field">
        <label htmlFor="filter-label">{t('label')}</label>
        <select
          id="filter-label"
          value={filter.label}
          onChange={(event) => {
            onChange({ ...filter, label: pick(LABELS, event.currentTarget.value) });
          }}
        >
          <option value="any">{t('any')}</option>
          <option value="none">{t('noneLabelled')}</option>
          <option value="safe">{t('safe')}</option>
          <option value="unsafe">{t('unsafe')}</option>
          <option value="unknown">{t('unknown')}</option>
        </select>
      </div>
      <div class="field">
        <label htmlFor="filter-decision">{t('verdict')}</label>
        <select
          id="filter-decision"
          value={filter.decision}
          onChange={(event) => {
            onChange({ ...filter, decision: pick(DECISIONS, event.currentTarget.value) });
          }}
        >
          <option value="any">{t('any')}</option>
          <option value="deny">{t('deny')}</option>
          <option value="ask">{t('ask')}</option>
          <option value="allow">{t('allow')}</option>
          <option value="none">{t('noRule')}</option>
        </select>
      </div>
    </div>
  );
}

const LABELS = ['any', 'none', 'safe', 'unsafe', 'unknown'] as const;
const DECISIONS = ['any', 'deny', 'ask', 'allow', 'none'] as const;

function pick<Value extends string>(
  values: readonly ['any', ...Value[]],
  value: string,
): Value | 'any' {
  return values.find((known) => known === value) ?? 'any';
}
