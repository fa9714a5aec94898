import type { Agent } from '../core/agent';
import type { AgentSignal } from '../core/agentSignal';
import type { AgentStore } from '../core/ports';

/**
 * Brings the registry up to what an agent's host reported: unknown agents are registered, ended ones removed.
 * The same signal twice changes nothing, and one that is older than what is known is left aside.
 */
export async function followSignal(agents: AgentStore, signal: AgentSignal): Promise<void> {
  const id = signalledId(signal);
  const known = (await agents.list()).find((agent) => agent.id === id);
  if (known === undefined) {
    if (signal.status !== 'ended') await agents.insert(moved(arrived(id, signal), signal));
  } else if (Date.parse(signal.ts) >= Date.parse(known.lastSeen)) {
    if (signal.status === 'ended') await agents.remove(id);
    else await agents.change(id, (agent) => moved(agent, signal));
  }
}

/** One id for each agent of a session, so that each of its signals finds it again. */
function signalledId({ host, sessionId, agentId }: AgentSignal): string {
  return [host, sessionId, ...(agentId === undefined ? [] : [agentId])].join(':');
}

function arrived(id: string, { host, sessionId, agentId, ts }: AgentSignal): Agent {
  const part = agentId === undefined ? '' : ` / ${agentId.slice(0, 8)}`;
  return {
    id,
    name: `${host} ${sessionId.slice(0, 8)}${part}`,
    status: 'idle',
    lastAction: null,
    lastScore: null,
    blockedReason: null,
    owner: `hook ${host}`,
    registeredAt: ts,
    lastSeen: ts,
  };
}

function moved(agent: Agent, { status, action, score, reason, ts }: AgentSignal): Agent {
  if (status === 'ended') return agent;
  return {
    ...agent,
    status,
    lastAction: action ?? agent.lastAction,
    lastScore: score ?? agent.lastScore,
    blockedReason: status === 'blocked' ? (reason ?? null) : null,
    lastSeen: ts,
  };
}
