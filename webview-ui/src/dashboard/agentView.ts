import type { AgentsState } from '../../../src/protocol/dashboard';

/** An agent in the form of the page. */
export type AgentView = Extract<AgentsState, { state: 'ready' }>['agents'][number];
