import type { AgentsState } from '../../../src/protocol/dashboard';

/** One agent as the board shows it. */
export type AgentView = Extract<AgentsState, { state: 'ready' }>['agents'][number];
