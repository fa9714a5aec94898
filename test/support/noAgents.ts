import type { SignalFollower } from '../../src/core/agentSignal';

/** Ignores the signals of agents. */
export const NO_AGENTS: SignalFollower = { follow: () => Promise.resolve() };
