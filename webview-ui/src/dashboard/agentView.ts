import type { AgentsState } from '../../../src/protocol/dashboard';

/** An agent in the format of the page. */
export type AgentView = Extract<AgentsState, { state: 'ready' }>['agents'][number];
