import type { Agent } from '../core/agent';
import type { AgentSignal } from '../core/agentSignal';
import type { AgentStore } from '../core/ports';

/**
 * Updates the registry from a signal of an agent host: registers unknown agents and removes ended ones. Repeated signals
 * have no effect, and signals older than the agent's last one are ignored.
 */
export async function followSignal(agents: AgentStore, signal: AgentSignal): Promise<void> {
  const id = agentIdOf(signal);
  const all = await agents.list();
  if (signal.status === 'ended') {
    for (const agent of all) if (isEndOf(signal, agent)) await agents.remove(agent.id);
    return;
  }
  const known = all.find((agent) => agent.id === id);
  if (known === undefined) await agents.insert(withSignal(newAgent(id, signal), signal));
  else if (!isOlder(signal, known)) await agents.change(id, (agent) => withSignal(agent, signal));
}

/**
 * Whether the end signal applies to the agent. The end of a session also ends its sub-agents, reported or not. Copilot CLI
 * before 1.0.102 gives a sub-agent a session of its own, and names its end as that of a sub-agent.
 */
function isEndOf(end: AgentSignal, agent: Agent): boolean {
  const id = agentIdOf(end);
  const { host, agentId } = end;
  const applies =
    agent.id === id ||
    (agentId === undefined ? agent.id.startsWith(`${id}:`) : agent.id === `${host}:${agentId}`);
  return applies && !isOlder(end, agent);
}

function isOlder({ ts }: AgentSignal, { lastSeen }: Agent): boolean {
  return Date.parse(ts) < Date.parse(lastSeen);
}

/** The id of the agent that a signal is about, the same for all its signals. */
function agentIdOf({ host, sessionId, agentId }: AgentSignal): string {
  return [host, sessionId, ...(agentId === undefined ? [] : [agentId])].join(':');
}

function newAgent(id: string, signal: AgentSignal): Agent {
  const { host, sessionId, agentId, project, ts } = signal;
  const session = `${host} ${sessionId.slice(0, 8)}`;
  const part = agentId === undefined ? '' : ` / ${agentId.slice(0, 8)}`;
  return {
    id,
    name: `${project === undefined ? '' : `${project} · `}${session}${part}`,
    status: 'idle',
    lastAction: null,
    lastScore: null,
    blockedReason: null,
    owner: `hook ${host}`,
    registeredAt: ts,
    lastSeen: ts,
  };
}

function withSignal(agent: Agent, { status, action, score, reason, ts }: AgentSignal): Agent {
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
