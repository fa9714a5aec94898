import {
  FIRST_ROWS,
  MAX_ROWS,
  type HistoryFilter,
  type HistoryState,
} from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { formatCount } from '../common/format';
import { Exact } from '../common/exactText';
import { Filled } from '../common/filledText';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { Decisions } from './decisions';
import { EventTable } from './eventTable';
import { isLimited, isSameFilter } from './eventFilter';
import { FILTER_BOX, HistoryFilters } from './historyFilters';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

type Ready = Extract<HistoryState, { state: 'ready' }>;

interface LoadedProps {
  readonly history: Ready;
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
  readonly send: Send;
}

/** The command history, searched by the extension: each command with its exit code, risk, verdict and label. */
export function HistoryTab({
  history,
  send,
  ...chosen
}: Pick<LoadedProps, 'filter' | 'onFilter' | 'send'> & {
  readonly history: Expected<HistoryState>;
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
          <Loaded history={ready} send={send} {...chosen} />
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

function Loaded({ history, filter, onFilter, send }: LoadedProps) {
  const { session, found, rows, total } = history;
  const isSearching = !isSameFilter(history.filter, filter);
  return (
    <>
      {session !== undefined && <SessionOf agent={session.agent} send={send} />}
      {history.decisions !== undefined && <Decisions counts={history.decisions} />}
      <HistoryFilters {...{ filter, onFilter, send }} sources={history.sources} />
      <p class="total" role="status">
        {isSearching ? t('searchingHistory') : foundText(history)}
        {!isSearching && rows.length < found && <More history={history} send={send} />}
      </p>
      {rows.length > 0 ? (
        <EventTable rows={rows} send={send} />
      ) : (
        !isSearching &&
        (isLimited(filter) ? (
          <NoMatch total={total} onFilter={onFilter} send={send} />
        ) : (
          <Notice tone="info" message={t('noneOfSession')} hint={t('noneOfSessionHint')} />
        ))
      )}
    </>
  );
}

/** How many commands there are, and how many match if something limits them. */
function foundText({ found, total, filter }: Ready): string {
  return isLimited(filter)
    ? counted('foundOf', found, counted('commands', total))
    : counted('commandsInAll', found);
}

/** How many of the commands are shown, with a button for more. */
function More({ history, send }: { readonly history: Ready; readonly send: Send }) {
  const { rows, filter } = history;
  return (
    <>
      {` ${t('newestLoaded', formatCount(rows.length))} `}
      {rows.length < MAX_ROWS && (
        <SendButton
          send={send}
          kind="link"
          message={{ type: 'query', limit: Math.min(MAX_ROWS, rows.length * 2), filter }}
        >
          {t('loadMore')}
        </SendButton>
      )}
    </>
  );
}

function NoMatch({
  total,
  onFilter,
  send,
}: Pick<LoadedProps, 'onFilter' | 'send'> & { readonly total: number }) {
  return (
    <Notice tone="info" message={t('noMatch')} hint={counted('allSearched', total)}>
      <button
        type="button"
        class="secondary"
        onClick={() => {
          onFilter({});
          send({ type: 'query', limit: FIRST_ROWS, filter: {} });
          document.getElementById(FILTER_BOX)?.focus();
        }}
      >
        {t('clearFilter')}
      </button>
    </Notice>
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
