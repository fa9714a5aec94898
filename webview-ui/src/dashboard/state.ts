import type {
  AgentsState,
  CheckResult,
  HistoryFilter,
  HistoryState,
  ModelState,
  OverviewState,
  QueueState,
  Tab,
  ToDashboard,
} from '../../../src/protocol/dashboard';
import type { AgentsDraft } from './agentDraft';

/** The state of a tab: loading until the extension sends it. */
export type Expected<T> = T | { readonly state: 'loading' };

/** The state of the dashboard. It comes from the extension, except for the active tab. */
export interface DashboardState {
  readonly tab: Tab;
  readonly overview: Expected<OverviewState>;
  readonly history: Expected<HistoryState>;
  /** What the person chose; `history.filter` is what the extension has searched for. */
  readonly filter: HistoryFilter;
  readonly queue: Expected<QueueState>;
  readonly model: Expected<ModelState>;
  readonly agents: Expected<AgentsState>;
  /** What was entered on the Agents tab. */
  readonly agentsDraft: AgentsDraft;
  /** The command to check that was entered. */
  readonly command: string;
  readonly checked?: CheckResult | undefined;
  /** A command is being checked. */
  readonly checking: boolean;
  readonly failure?: Extract<ToDashboard, { type: 'failed' }> | undefined;
}

/** An input of the page: a message from the extension, or an action of the user. */
export type DashboardAction =
  | ToDashboard
  | { readonly type: 'select'; readonly tab: Tab }
  | { readonly type: 'filter'; readonly filter: HistoryFilter }
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'agentsDraft'; readonly draft: AgentsDraft }
  | { readonly type: 'checking' }
  | { readonly type: 'dismiss' };

const loading = { state: 'loading' } as const;

/** The state before the first message. */
export function startState({
  tab,
  filter,
  command,
  agentsDraft,
}: Pick<DashboardState, 'tab' | 'filter' | 'command' | 'agentsDraft'>): DashboardState {
  return {
    tab,
    filter,
    command,
    agentsDraft,
    overview: loading,
    history: loading,
    queue: loading,
    model: loading,
    agents: loading,
    checking: false,
  };
}

/** The state after an action. */
export function reduceDashboard(state: DashboardState, action: DashboardAction): DashboardState {
  switch (action.type) {
    case 'overview':
      return { ...state, overview: action.overview };
    case 'history':
      return { ...state, history: action.history };
    case 'filter':
      return { ...state, filter: action.filter };
    case 'queue':
      return { ...state, queue: action.queue };
    case 'model':
      return { ...state, model: action.model };
    case 'agents':
      return { ...state, agents: action.agents };
    case 'command':
      return { ...state, command: action.command };
    case 'agentsDraft':
      return { ...state, agentsDraft: action.draft };
    case 'checking':
      return { ...state, checking: true, checked: undefined, failure: undefined };
    case 'checked':
      return { ...state, checking: false, checked: action.result };
    case 'showTab':
    case 'select':
      return { ...state, tab: action.tab, failure: undefined };
    case 'failed':
      return { ...state, checking: false, failure: action };
    case 'dismiss':
      return { ...state, failure: undefined };
  }
}
