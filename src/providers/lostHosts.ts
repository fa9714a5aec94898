import { asksGuard, type HostConnection, type HostConnections } from '../core/agentHost';
import { lostConnection } from './nodes/hostNodes';

/** The user's response to a warning; undefined if it was closed. */
export type LostHostAnswer = 'connect' | 'ignore' | undefined;

/** The user interface for warnings. */
export interface WarnedPerson {
  /** Resolves with the response, which may never happen: a warning can stay open. */
  warn(text: string): PromiseLike<LostHostAnswer>;
  /** Opens the review of the hooks of a host. */
  connect(host: string): PromiseLike<unknown>;
}

/**
 * Warns once about each host that stopped calling the guard without an action of the user, at startup and whenever it
 * happens. An agent with write access to a hook file can remove the hooks. An open warning does not delay others.
 * Resolves after the first check of the hosts. `report`: receives later errors.
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
