import { asksGuard, type CheckedHost, type HostConnections } from './agentHost';

/**
 * The state of each host that is used on this machine or was connected. A test command is sent through the hook file of
 * each that asks the guard.
 */
export async function checkHosts(connections: HostConnections): Promise<readonly CheckedHost[]> {
  const checked: CheckedHost[] = [];
  for (const host of await connections.list()) {
    const isRelevant = host.isHere || host.expected || host.state !== 'disconnected';
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
