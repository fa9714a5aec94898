import type { Agent } from '../../src/core/agent';

/** An agent; specify only what matters to the test. */
export function anAgent(agent: Partial<Agent> = {}): Agent {
  return {
    id: 'agent 1',
    name: 'Agent_1',
    status: 'idle',
    lastAction: null,
    lastScore: null,
    blockedReason: null,
    owner: 'window 1',
    registeredAt: '2026-01-01T00:00:00.000Z',
    lastSeen: '2026-01-01T00:00:00.000Z',
    ...agent,
  };
}
