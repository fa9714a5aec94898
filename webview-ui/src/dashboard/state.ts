import type {
  AgentsState,
  CheckResult,
  HistoryState,
  ModelState,
  QueueState,
  Tab,
  ToDashboard,
} from '../../../src/protocol/dashboard';

/** What a tab shows until the extension has answered, and then. */
export type Expected<T> = T | { readonly state: 'loading' };

/** What the dashboard shows. Everything but the tab in front comes from the extension. */
export interface DashboardState {
  readonly tab: Tab;
  readonly history: Expected<HistoryState>;
  readonly queue: Expected<QueueState>;
  readonly model: Expected<ModelState>;
  readonly agents: Expected<AgentsState>;
  readonly checked?: CheckResult | undefined;
  /** A command is being checked. */
  readonly checking: boolean;
  readonly failure?: Extract<ToDashboard, { type: 'failed' }> | undefined;
}

/** What moves the page: messages from the extension, and what the person did here. */
export type DashboardAction =
  | ToDashboard
  | { readonly type: 'select'; readonly tab: Tab }
  | { readonly type: 'checking' }
  | { readonly type: 'dismiss' };

const loading = { state: 'loading' } as const;

/** The page before the extension has answered. */
export function startState(tab: Tab): DashboardState {
  return {
    tab,
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
    case 'history':
      return { ...state, history: action.history };
    case 'queue':
      return { ...state, queue: action.queue };
    case 'model':
      return { ...state, model: action.model };
    case 'agents':
      return { ...state, agents: action.agents };
    case 'checking':
      return { ...state, checking: true, checked: undefined, failure: undefined };
    case 'checked':
      return { ...state, checking: false, checked: action.result };
    case 'select':
      return { ...state, tab: action.tab, failure: undefined };
    case 'failed':
      return { ...state, checking: false, failure: action };
    case 'dismiss':
      return { ...state, failure: undefined };
  }
}
