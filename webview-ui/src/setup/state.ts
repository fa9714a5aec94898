import type {
  HookQuestion,
  HostsStep,
  RulesStep,
  SourcesStep,
  ToSetup,
} from '../../../src/protocol/setup';

/** The state of the page. A step is undefined until the extension sends it. */
export interface SetupState {
  readonly sources?: SourcesStep;
  readonly rules?: RulesStep;
  readonly hosts?: HostsStep;
  /** The last completed action, and its step. */
  readonly done?: Extract<ToSetup, { type: 'done' }>;
  readonly question?: HookQuestion;
  readonly failure?: Extract<ToSetup, { type: 'failed' }>;
}

/** The state before the first message. */
export const START: SetupState = {};

/** The state after a message of the extension. */
export function reduceSetup(state: SetupState, message: ToSetup): SetupState {
  switch (message.type) {
    case 'sources':
      return { ...state, sources: message.step };
    case 'rules':
      return { ...state, rules: message.step };
    case 'hosts':
      return { ...state, hosts: message.step };
    case 'done': {
      const next = { ...state, done: message };
      delete next.failure;
      return next;
    }
    case 'ask':
      return { ...state, question: message.question };
    case 'asked': {
      const next = { ...state };
      delete next.question;
      return next;
    }
    case 'failed':
      return { ...state, failure: message };
  }
}
