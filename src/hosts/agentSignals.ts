import type { Agent } from '../core/agent';
import type { AgentSignal, SignalFollower } from '../core/agentSignal';
import { isRulewrightError } from '../core/errors';
import { isoTime } from '../core/isoTime';
import { createMinuteBudget } from '../core/minuteBudget';
import type { AgentStore } from '../core/ports';
import { sessionName } from '../core/sessionName';

/** The last signal of a session, and the number of consecutive signals from the same process. */
interface Session {
  readonly last: AgentSignal;
  readonly times: number;
}

/** The end of an agent, and how many more times it is applied. */
interface End {
  readonly signal: AgentSignal;
  readonly left: number;
}

const END_REPEATS = 10;

/**
 * Limits for signals, because another program can write any number of them into the spool. Of the signals over the
 * limit, the last one of each agent is applied after the drain.
 */
const MAX_A_MINUTE = 600;
/** Maximum number of agents that hooks register; the one that was not seen for the longest time is removed. */
const MAX_AGENTS = 200;

/**
 * Applies the signals of agent hosts to the registry, and removes agents whose host ended without a
 * signal because it was killed, crashed or calls no hook at its end. Detects this only for sessions
 * that sent signals to this window; other agents remain until they are stale.
 */
export class HostSessions implements SignalFollower {
  readonly #agents: AgentStore;
  readonly #hasEnded: (process: string) => boolean;
  readonly #clock: { now(): number };
  readonly #mayFollow: () => boolean;
  readonly #sessions = new Map<string, Session>();
  /** Signals over the limit, by agent. */
  readonly #late = new Map<string, AgentSignal>();
  #ends: readonly End[] = [];

  /** `hasEnded`: whether a process, identified as the guard reports it, has certainly ended. */
  constructor(
    agents: AgentStore,
    hasEnded: (process: string) => boolean,
    clock: { now(): number } = Date,
  ) {
    this.#agents = agents;
    this.#hasEnded = hasEnded;
    this.#clock = clock;
    this.#mayFollow = createMinuteBudget(clock, MAX_A_MINUTE);
  }

  /** Updates the registry (see `followSignal`) and records the process that sent the signal. */
  async follow(reported: AgentSignal): Promise<void> {
    const signal = bounded(reported, this.#clock.now());
    const id = agentIdOf(signal);
    this.#late.delete(id);
    if (signal.status === 'ended') {
      for (const late of this.#late.keys()) if (late.startsWith(`${id}:`)) this.#late.delete(late);
    }
    if (this.#mayFollow()) await this.#apply(signal);
    else if (this.#late.size < MAX_AGENTS) this.#late.set(id, signal);
  }

  async #apply(signal: AgentSignal): Promise<void> {
    await followSignal(this.#agents, signal);
    if (signal.status === 'ended') this.#ends = [...this.#ends, { signal, left: END_REPEATS }];
    this.#note(signal);
  }

  #note(signal: AgentSignal): void {
    const key = `${signal.host}:${signal.sessionId}`;
    if (signal.status === 'ended' && signal.agentId === undefined) {
      this.#sessions.delete(key);
      return;
    }
    const before = this.#sessions.get(key);
    const isSame = before?.last.hostProcess === signal.hostProcess;
    const [oldest] = this.#sessions.keys();
    if (before === undefined && this.#sessions.size >= MAX_AGENTS && oldest !== undefined) {
      this.#sessions.delete(oldest);
    }
    this.#sessions.set(key, { last: signal, times: isSame ? (before?.times ?? 0) + 1 : 1 });
  }

  /**
   * Removes agents and sub-agents whose process has ended. Call it after each drain of the spool.
   */
  async removeEnded(): Promise<void> {
    const late = [...this.#late.values()];
    this.#late.clear();
    for (const signal of late) await this.#apply(signal);
    await this.#repeatEnds();
    for (const [key, { last, times }] of this.#sessions) {
      const { host, sessionId, ts, hostProcess } = last;
      // A process that sent only one signal may be a helper that the host starts for each hook.
      if (hostProcess === undefined || times < 2 || !this.#hasEnded(hostProcess)) continue;
      await followSignal(this.#agents, { host, sessionId, ts, status: 'ended' });
      this.#sessions.delete(key);
    }
  }

  /**
   * Another window may apply an older signal of the same session after its end and register the
   * agent again.
   */
  async #repeatEnds(): Promise<void> {
    const ends = this.#ends;
    if (ends.length === 0) return;
    const all = await this.#agents.list();
    for (const { signal } of ends) {
      if (all.some((agent) => isEndOf(signal, agent))) await followSignal(this.#agents, signal);
    }
    const repeated = ends.map(({ signal, left }) => ({ signal, left: left - 1 }));
    const added = this.#ends.slice(ends.length);
    this.#ends = [...repeated.filter(({ left }) => left > 0), ...added];
  }
}

/**
 * Updates the registry from a signal of an agent host: registers unknown agents and removes ended
 * ones. Repeated signals and signals older than the agent's last one are ignored.
 */
export async function followSignal(agents: AgentStore, signal: AgentSignal): Promise<void> {
  const id = agentIdOf(signal);
  const all = await agents.list();
  if (signal.status === 'ended') {
    const ended = all.filter((agent) => isEndOf(signal, agent));
    for (const agent of ended) await ignoringEnded(agents.remove(agent.id));
    return;
  }
  const isKnown = all.some((agent) => agent.id === id) || !(await register(agents, id, signal));
  if (!isKnown) return;
  await ignoringEnded(
    agents.change(id, (agent) => (isOlder(signal, agent) ? agent : withSignal(agent, signal))),
  );
}

/** Returns false if another window has registered the agent in the meantime. */
async function register(agents: AgentStore, id: string, signal: AgentSignal): Promise<boolean> {
  const [oldest, ...others] = (await agents.list())
    .filter(({ owner }) => owner.startsWith(HOOK_OWNER))
    .sort((a, b) => Date.parse(a.lastSeen) - Date.parse(b.lastSeen));
  if (oldest !== undefined && others.length >= MAX_AGENTS - 1) {
    await ignoringEnded(agents.remove(oldest.id));
  }
  try {
    await agents.insert(withSignal(newAgent(id, signal), signal));
    return true;
  } catch (error) {
    const exists = (await agents.list()).some((agent) => agent.id === id);
    if (exists) return false;
    throw error;
  }
}

/** Awaits a change to an agent, and ignores the error if another window has removed the agent. */
async function ignoringEnded(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!isRulewrightError(error, 'not-found')) throw error;
  }
}

/**
 * Whether the end signal applies to the agent. The end of a session also ends its sub-agents.
 * Copilot CLI before 1.0.102 gives a sub-agent its own session and reports the end of that session
 * as the end of a sub-agent.
 */
function isEndOf(end: AgentSignal, agent: Agent): boolean {
  const id = agentIdOf(end);
  const { host, agentId } = end;
  const applies =
    agent.id === id ||
    (agentId === undefined ? agent.id.startsWith(`${id}:`) : agent.id === `${host}:${agentId}`);
  return applies && !isOlder(end, agent);
}

/** The owner of agents that hooks register, before the name of their host. */
const HOOK_OWNER = 'hook ';

/**
 * The signal with texts as long as a guard sends them, and not from the future, because another program may have written
 * it: later signals would be ignored.
 */
function bounded(signal: AgentSignal, nowMs: number): AgentSignal {
  const { ts, host, sessionId, agentId, project, action, hostProcess, reason } = signal;
  const cut = (text: string | undefined, length: number, name: string): object =>
    text === undefined ? {} : { [name]: text.slice(0, length).toWellFormed() };
  return {
    ...signal,
    ts: Date.parse(ts) > nowMs ? isoTime(nowMs) : ts,
    host: host.slice(0, 40).toWellFormed(),
    sessionId: sessionId.slice(0, 200).toWellFormed(),
    ...cut(agentId, 200, 'agentId'),
    ...cut(project, 60, 'project'),
    ...cut(action, 1000, 'action'),
    ...cut(hostProcess, 100, 'hostProcess'),
    ...cut(reason, 4000, 'reason'),
  };
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
  const part = agentId === undefined ? '' : ` / ${agentId.slice(0, 8)}`;
  return {
    id,
    name: `${sessionName(host, sessionId, project)}${part}`,
    status: 'idle',
    lastAction: null,
    lastScore: null,
    blockedReason: null,
    owner: `${HOOK_OWNER}${host}`,
    registeredAt: ts,
    lastSeen: ts,
  };
}

function withSignal(agent: Agent, signal: AgentSignal): Agent {
  const { status, action, score, ts } = signal;
  if (status === 'ended') return agent;
  return {
    ...agent,
    status,
    lastAction: action ?? agent.lastAction,
    lastScore: score ?? agent.lastScore,
    blockedReason: status === 'blocked' ? reasonAfter(agent, signal) : null,
    lastSeen: ts,
  };
}

/**
 * Why an agent is blocked. Hosts notify of a question after a hook has reported it, and name neither command nor reason
 * then. After a denial no question follows: a notification is about something else.
 */
function reasonAfter(agent: Agent, { action, reason }: AgentSignal): string | null {
  if (reason !== undefined) return reason;
  const wasDenied = agent.lastScore === 0;
  return action === undefined && !wasDenied ? agent.blockedReason : null;
}
