import type {
  Explained,
  StarterRow,
  Subject,
  ToExplain,
  VariantRow,
} from '../../../src/protocol/explain';

/** The state of the page. Parts are undefined until the extension sends them. */
export interface ExplainState {
  /** The content of the fields. */
  readonly subject: Subject;
  /** True if the fields were not edited since, so that there is no delay. */
  readonly isUnedited: boolean;
  /** The last request. */
  readonly asked: { readonly requestNumber: number; readonly command: string };
  readonly shown: Shown | undefined;
  readonly failure: Extract<ToExplain, { type: 'failed' }> | undefined;
}

/** An explanation. `requestNumber`: the request that it answers. */
export interface Shown {
  readonly requestNumber: number;
  readonly command: string;
  readonly explained: Explained;
  readonly variants: readonly VariantRow[] | undefined;
  readonly starter: readonly StarterRow[] | undefined;
  /** Categories of rules in force by their id. */
  readonly categories: ReadonlyMap<string, string>;
}

export type ExplainAction =
  | ToExplain
  | { readonly type: 'edit'; readonly change: Partial<Subject> }
  /** Explain a command that the page itself suggests. */
  | { readonly type: 'take'; readonly command: string }
  | { readonly type: 'ask'; readonly requestNumber: number }
  | { readonly type: 'clear' };

/** The state before the first message. */
export function startState(subject: Subject): ExplainState {
  const asked = { requestNumber: 0, command: '' };
  return { subject, isUnedited: true, asked, shown: undefined, failure: undefined };
}

/** The state after a message of the extension or an action of the user. */
export function reduceExplain(state: ExplainState, action: ExplainAction): ExplainState {
  switch (action.type) {
    case 'edit':
      return { ...state, subject: { ...state.subject, ...action.change }, isUnedited: false };
    case 'take':
      return { ...state, subject: { ...state.subject, command: action.command }, isUnedited: true };
    case 'ask': {
      const { command } = state.subject;
      return {
        ...state,
        asked: { requestNumber: action.requestNumber, command },
        failure: undefined,
      };
    }
    case 'clear':
      return { ...state, shown: undefined, failure: undefined };
    case 'subject':
      return { ...state, subject: { ...action.subject }, isUnedited: true };
    case 'failed':
      return { ...state, failure: action };
    case 'explained': {
      const { requestNumber, command } = state.asked;
      if (action.requestNumber !== requestNumber) return state;
      const isSame = state.shown?.requestNumber === requestNumber;
      const categories = isSame ? state.shown.categories : new Map<string, string>();
      const more = { variants: undefined, starter: undefined, categories };
      return {
        ...state,
        shown: { requestNumber, command, explained: action.explained, ...more },
      };
    }
    case 'variants':
      return withPart(state, action.requestNumber, { variants: action.variants });
    case 'starter':
      return withPart(state, action.requestNumber, {
        starter: action.rules,
        categories: new Map(action.categories.map(({ ruleId, category }) => [ruleId, category])),
      });
  }
}

function withPart(state: ExplainState, requestNumber: number, part: Partial<Shown>): ExplainState {
  const { shown } = state;
  return shown?.requestNumber === requestNumber
    ? { ...state, shown: { ...shown, ...part } }
    : state;
}
