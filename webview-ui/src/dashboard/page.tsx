import { useEffect, useLayoutEffect, useReducer } from 'preact/hooks';
import * as z from 'zod';
import {
  FIRST_ROWS,
  HistoryFilter,
  MAX_CHECKED,
  Tab,
  type FromDashboard,
  type ToDashboard,
} from '../../../src/protocol/dashboard';
import type { Host } from '../common/host';
import { Live, Notice } from '../common/notice';
import { t } from '../common/texts';
import { AgentsDraft, NOTHING_ENTERED } from './agentDraft';
import { AgentsTab } from './agentsTab';
import { CheckTab } from './checkTab';
import { isLimited } from './eventFilter';
import { HistoryTab } from './historyTab';
import { ModelTab } from './modelTab';
import { OverviewTab } from './overviewTab';
import { QueueTab } from './queueTab';
import type { Send } from './section';
import { reduceDashboard, startState, type DashboardAction, type DashboardState } from './state';
import { panelId, tabId, Tabs } from './tabs';

type DashboardHost = Host<ToDashboard, FromDashboard>;

/** Saved while the panel is open. */
const Draft = z.object({
  tab: Tab,
  filter: HistoryFilter.catch({}),
  command: z.string().max(MAX_CHECKED).catch(''),
  agentsDraft: AgentsDraft.catch(NOTHING_ENTERED),
});

/** What a new page begins with. */
const NEW_DRAFT: z.infer<typeof Draft> = {
  ...{ tab: 'overview', filter: {}, command: '' },
  agentsDraft: NOTHING_ENTERED,
};

/** Update interval of relative times, in milliseconds. */
const TICK_MS = 30_000;

/** The dashboard: an overview, history, label queue, model, agents, and a form to check a command. */
export function DashboardPage({
  host,
  now,
}: {
  readonly host: DashboardHost;
  readonly now: () => number;
}) {
  const [state, dispatch] = useReducer(reduceDashboard, host, firstState);
  const time = useTime(now);
  useLayoutEffect(() => {
    const stop = host.listen((message) => {
      dispatch(message);
      if (message.type !== 'showTab') return;
      host.send({ type: 'refresh', tab: message.tab });
      document.getElementById(tabId(message.tab))?.focus();
    });
    const saved = draftOf(host);
    host.send({ type: 'ready', tab: saved.tab });
    if (isLimited(saved.filter)) {
      host.send({ type: 'query', limit: FIRST_ROWS, filter: saved.filter });
    }
    return stop;
  }, [host]);
  const { tab, filter, command, agentsDraft } = state;
  useEffect(() => {
    host.saveDraft({ tab, filter, command, agentsDraft });
  }, [host, tab, filter, command, agentsDraft]);
  const pick = (tab: Tab): void => {
    dispatch({ type: 'select', tab });
    // Hidden tabs are not updated.
    host.send({ type: 'refresh', tab });
  };
  return (
    <main>
      <h1 class="sr-only">{t('rulewrightDashboard')}</h1>
      <Live text={announcement(state)} />
      <Tabs current={state.tab} counts={counts(state)} onPick={pick} />
      {state.failure !== undefined && (
        <Notice tone="failed" message={state.failure.message} hint={state.failure.hint}>
          <button
            type="button"
            class="link"
            onClick={() => {
              dispatch({ type: 'dismiss' });
            }}
          >
            {t('dismiss')}
          </button>
        </Notice>
      )}
      {Tab.options.map((tab) => (
        <div
          key={tab}
          role="tabpanel"
          id={panelId(tab)}
          aria-labelledby={tabId(tab)}
          hidden={tab !== state.tab}
        >
          <Panel {...{ tab, state, host, dispatch }} now={time} onTab={pick} />
        </div>
      ))}
    </main>
  );
}

function Panel(props: {
  readonly tab: Tab;
  readonly state: DashboardState;
  readonly host: DashboardHost;
  readonly now: number;
  readonly dispatch: (action: DashboardAction) => void;
  readonly onTab: (tab: Tab) => void;
}) {
  const { state, now } = props;
  const send: Send = (message) => {
    props.host.send(message);
  };
  switch (props.tab) {
    case 'overview':
      return (
        <OverviewTab
          {...{ overview: state.overview, queue: state.queue, agents: state.agents, send, now }}
          onTab={(tab) => {
            props.onTab(tab);
            document.getElementById(tabId(tab))?.focus();
          }}
        />
      );
    case 'history':
      return (
        <HistoryTab
          {...{ history: state.history, filter: state.filter, send }}
          onFilter={(filter) => {
            props.dispatch({ type: 'filter', filter });
          }}
        />
      );
    case 'queue':
      return (
        <QueueTab queue={state.queue} model={state.model} failure={state.failure} send={send} />
      );
    case 'model':
      return <ModelTab model={state.model} send={send} />;
    case 'agents':
      return (
        <AgentsTab
          {...{ agents: state.agents, draft: state.agentsDraft, send, now }}
          onDraft={(draft) => {
            props.dispatch({ type: 'agentsDraft', draft });
          }}
        />
      );
    case 'check':
      return (
        <CheckTab
          checked={state.checked}
          checking={state.checking}
          command={state.command}
          send={send}
          onInput={(command) => {
            props.dispatch({ type: 'command', command });
          }}
          onCheck={() => {
            props.dispatch({ type: 'checking' });
          }}
        />
      );
  }
}

function firstState(host: DashboardHost): DashboardState {
  return startState(draftOf(host));
}

/** The saved draft, or what a new page begins with. */
function draftOf(host: DashboardHost): z.infer<typeof Draft> {
  return Draft.safeParse(host.draft()).data ?? NEW_DRAFT;
}

/** The current time. Renders again at every tick. */
function useTime(now: () => number): number {
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => {
      rerender(undefined);
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now();
}

function counts(state: DashboardState) {
  const queue = state.queue.state === 'ready' ? state.queue.items.length : 0;
  const agents = state.agents.state === 'ready' ? state.agents.agents : [];
  return {
    queue: { count: queue, text: 'toLabel' },
    agents: {
      count: agents.filter(({ status }) => status === 'blocked').length,
      text: 'blockedCount',
    },
  } as const;
}

/** The text of the live region. */
function announcement(state: DashboardState): string {
  if (state.failure !== undefined) {
    return [state.failure.message, state.failure.hint].filter(Boolean).join(' ');
  }
  if (state.checking) return t('checking');
  if (state.checked !== undefined && state.tab === 'check') return state.checked.verdict.reason;
  return '';
}
