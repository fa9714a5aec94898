import { useEffect, useRef, useState } from 'preact/hooks';
import type { HistoryState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { formatCount, plural } from '../common/format';
import { Notice } from '../common/notice';
import { Decisions } from './decisions';
import { EventTable } from './eventTable';
import { filterEvents, NO_FILTER, type EventFilter } from './eventFilter';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

type Ready = Extract<HistoryState, { state: 'ready' }>;

/** What ran: every command with its exit code, score, verdict and label. */
export function HistoryTab({
  history,
  send,
}: {
  readonly history: Expected<HistoryState>;
  readonly send: Send;
}) {
  const ready = history.state === 'ready' ? history : undefined;
  const empty = ready === undefined || ready.total === 0;
  return (
    <>
      <TabHeader title="Command history" about="Kept on this machine only. Labels teach the model.">
        <RefreshButton send={send} tab="history" />
        <SendButton send={send} message={{ type: 'importCsv' }}>
          Import CSV…
        </SendButton>
        <SendButton send={send} message={{ type: 'exportCsv' }} disabled={empty}>
          Export CSV…
        </SendButton>
      </TabHeader>
      {history.state === 'loading' && <Notice tone="busy" message="Reading the command history…" />}
      {history.state === 'failed' && (
        <FailedState message={history.message} hint={history.hint} send={send} tab="history" />
      )}
      {ready !== undefined &&
        (ready.total === 0 ? (
          <Empty history={ready} send={send} />
        ) : (
          <Filled history={ready} send={send} />
        ))}
    </>
  );
}

function Empty({ history, send }: { readonly history: Ready; readonly send: Send }) {
  return (
    <Notice
      tone="info"
      message="No commands yet."
      hint="Import a CSV file, or record the commands of your terminals."
    >
      <SendButton send={send} message={{ type: 'importCsv' }} kind="primary">
        Import CSV…
      </SendButton>
      {!history.recording && (
        <SendButton send={send} message={{ type: 'startRecording' }}>
          Record terminals
        </SendButton>
      )}
    </Notice>
  );
}

function Filled({ history, send }: { readonly history: Ready; readonly send: Send }) {
  const [filter, setFilter] = useState<EventFilter>(NO_FILTER);
  const rows = filterEvents(history.rows, filter);
  const partial = history.rows.length < history.total;
  return (
    <>
      {history.decisions !== undefined && <Decisions counts={history.decisions} />}
      <Filters filter={filter} onChange={setFilter} />
      <p class="total" role="status">
        {rows.length === history.total
          ? plural(history.total, 'command')
          : `${formatCount(rows.length)} shown of ${plural(history.total, 'command')}`}
        {partial && ` (the newest ${formatCount(history.rows.length)} are loaded)`}
        {partial && history.rows.length < 5000 && (
          <>
            {' '}
            <SendButton
              send={send}
              kind="link"
              message={{ type: 'query', limit: Math.min(5000, history.rows.length * 2) }}
            >
              Load more
            </SendButton>
          </>
        )}
      </p>
      {rows.length === 0 ? (
        <Notice tone="info" message="No command fits the filter.">
          <button
            type="button"
            class="secondary"
            onClick={() => {
              setFilter(NO_FILTER);
            }}
          >
            Clear filter
          </button>
        </Notice>
      ) : (
        <EventTable rows={rows} send={send} />
      )}
    </>
  );
}

function Filters(props: {
  readonly filter: EventFilter;
  readonly onChange: (filter: EventFilter) => void;
}) {
  const { filter, onChange } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => focusOnSlash(box), []);
  return (
    <div class="filters" role="search" aria-label="Filter the history">
      <div class="field grow">
        <label htmlFor="filter-text">Filter (press / to jump here)</label>
        <input
          id="filter-text"
          ref={box}
          type="search"
          placeholder="Part of a command, tool or event"
          value={filter.text}
          onInput={(event) => {
            onChange({ ...filter, text: event.currentTarget.value });
          }}
        />
      </div>
      <div class="field">
        <label htmlFor="filter-label">Label</label>
        <select
          id="filter-label"
          value={filter.label}
          onChange={(event) => {
            onChange({ ...filter, label: pick(LABELS, event.currentTarget.value) });
          }}
        >
          <option value="any">Any</option>
          <option value="none">None</option>
          <option value="safe">Safe</option>
          <option value="unsafe">Unsafe</option>
          <option value="unknown">Unknown</option>
        </select>
      </div>
      <div class="field">
        <label htmlFor="filter-decision">Verdict</label>
        <select
          id="filter-decision"
          value={filter.decision}
          onChange={(event) => {
            onChange({ ...filter, decision: pick(DECISIONS, event.currentTarget.value) });
          }}
        >
          <option value="any">Any</option>
          <option value="deny">Deny</option>
          <option value="ask">Ask</option>
          <option value="allow">Allow</option>
          <option value="none">No rule</option>
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

/** `/` jumps to the filter from anywhere but another text box. */
function focusOnSlash(box: { readonly current: HTMLInputElement | null }): () => void {
  const jump = (event: KeyboardEvent): void => {
    const typing =
      event.target instanceof Element && event.target.closest('input, textarea, select');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (box.current?.closest('[hidden]') !== null) return;
    event.preventDefault();
    box.current.focus();
  };
  document.addEventListener('keydown', jump);
  return () => {
    document.removeEventListener('keydown', jump);
  };
}
