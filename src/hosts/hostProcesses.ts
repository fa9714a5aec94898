import type { AgentSignal } from '../core/agentSignal';
import type { AgentStore } from '../core/ports';
import { followSignal } from './agentSignals';

/** The last signal of a session, and how many in a row came from the same process. */
interface Session {
  readonly last: AgentSignal;
  readonly times: number;
}

/**
 * Ends the agents whose host ended without a signal: it was killed, crashed, or calls no hook at its
 * end. Knows only sessions that sent signals to this window; others remain until they are stale.
 */
export class HostProcesses {
  readonly #agents: AgentStore;
  readonly #hasEnded: (process: string) => boolean;
  readonly #sessions = new Map<string, Session>();

  /** `hasEnded`: whether a process, as the guard names it, is proven to have ended. */
  constructor(agents: AgentStore, hasEnded: (process: string) => boolean) {
    this.#agents = agents;
    this.#hasEnded = hasEnded;
  }

  /** Notes which process a signal came from. */
  note(signal: AgentSignal): void {
    const key = `${signal.host}:${signal.sessionId}`;
    if (signal.status === 'ended' && signal.agentId === undefined) {
      this.#sessions.delete(key);
      return;
    }
    const before = this.#sessions.get(key);
    const isSame = before?.last.hostProcess === signal.hostProcess;
    this.#sessions.set(key, { last: signal, times: isSame ? (before?.times ?? 0) + 1 : 1 });
  }

  /** Removes the agents, and sub-agents, of hosts that have ended. */
  async endGone(): Promise<void> {
    for (const [key, { last, times }] of this.#sessions) {
      const { host, sessionId, ts, hostProcess } = last;
      // A process that only one hook came from may be a helper which the host starts for each.
      if (hostProcess === undefined || times < 2 || !this.#hasEnded(hostProcess)) continue;
      await followSignal(this.#agents, { host, sessionId, ts, status: 'ended' });
      this.#sessions.delete(key);
    }
  }
}
