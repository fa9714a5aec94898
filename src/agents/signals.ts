import type { Agent } from '../core/agent';
import type { AgentSignal } from '../core/agentSignal';
import type { AgentStore } from '../core/ports';

/**
 * Brings the registry up to what an agent's host reported: unknown agents are registered, ended ones removed.
 * The same signal twice changes nothing, and one that is older than what is known is left aside.
 */
export async function followSignal(agents: AgentStore, signal: AgentSignal): Promise<void> {
  const id = signalledId(signal);
  const all = await agents.list();
  if (signal.status === 'ended') {
    for (const agent of all) if (endsWith(signal, agent)) await agents.remove(agent.id);
    return;
  }
  const known = all.find((agent) => agent.id === id);
  if (known === undefined) await agents.insert(moved(arrived(id, signal), signal));
  else if (!isOlder(signal, known)) await agents.change(id, (agent) => moved(agent, signal));
}

/** Whether an end is that of an agent. With a session end its sub-agents, whether their host tells of it or not. */
function endsWith(end: AgentSignal, agent: Agent): boolean {
  const id = signalledId(end);
  const isMeant = agent.id === id || (end.agentId === undefined && agent.id.startsWith(`${id}:`));
  return isMeant && !isOlder(end, agent);
}

function isOlder({ ts }: AgentSignal, { lastSeen }: Agent): boolean {
  return Date.parse(ts) < Date.parse(lastSeen);
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
