import { asksGuard, type CheckedHost, type HostConnections } from './agentHost';

/**
 * The state of each host that is used on this machine or was connected. Tests the hook file of each host that calls the
 * guard with a test command.
 */
export async function checkHosts(connections: HostConnections): Promise<readonly CheckedHost[]> {
  const checked: CheckedHost[] = [];
  for (const host of await connections.list()) {
    const isRelevant = host.isInstalled || host.expected || host.state !== 'disconnected';
    if (!isRelevant) continue;
    const test = asksGuard(host.state) ? await connections.test(host.host) : undefined;
    checked.push({ ...host, ...(test === undefined ? {} : { test }) });
  }
  return checked;
}

/**
 * Whether the host is protected (it calls the guard, and the guard decides) or was never connected.
 */
export function isAsExpected({ state, expected, test }: CheckedHost): boolean {
  return test === undefined ? state === 'disconnected' && !expected : test.isBlocked;
}
