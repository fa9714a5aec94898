import { asksGuard, type HostConnection, type HostConnections } from '../core/agentHost';
import { lostConnection } from './nodes/hostNodes';

/** The possible answers to a warning; undefined if it was closed. */
export type LostHostAnswer = 'connect' | 'ignore' | undefined;

/** The person who is warned. */
export interface WarnedPerson {
  /** Resolves with the answer, which may never come: a warning can be left open. */
  warn(text: string): PromiseLike<LostHostAnswer>;
  /** Opens the review of the hooks of a host. */
  connect(host: string): PromiseLike<unknown>;
}

/**
 * Warns once of each host that stopped asking without the user's doing: at start and whenever it happens. An agent with
 * write access to a hook file can remove the hooks. A warning that is left open holds back no other one. Resolves once the
 * hosts were looked at. `report`: errors after that.
 */
export async function watchLostHosts(
  connections: HostConnections,
  person: WarnedPerson,
  report: (error: unknown) => void,
): Promise<void> {
  const warnOf = async ({ host }: HostConnection, text: string): Promise<void> => {
    const answer = await person.warn(text);
    if (answer === 'connect') await person.connect(host);
    else if (answer === 'ignore') await connections.forget(host);
  };
  const look = (hosts: readonly HostConnection[]): void => {
    for (const host of hosts) {
      const text = lostConnection(host);
      if (text !== undefined) warnOf(host, text).catch(report);
    }
  };
  connections.onDidChange(({ before, after }) => {
    const asked = new Set(before.filter(({ state }) => asksGuard(state)).map(({ host }) => host));
    look(after.filter(({ host }) => asked.has(host)));
  });
  // Hooks that can be written again are not reported.
  await connections.recheck();
  look(await connections.list());
}
