import { HOST_NAMES } from '../core/hostNames';
import type { PolicyStore } from '../core/ports';
import type { NotedHosts } from '../hosts/connections';

/**
 * Keeps in the audit trail which hosts are connected: a program that deletes the list of hosts cannot hide that it
 * removes their hooks. Reads it again only after the store has changed; while it cannot be read, nothing is noted.
 */
export function createNotedHosts(
  policies: Pick<PolicyStore, 'listAudit' | 'note' | 'onDidChange'>,
  author: () => Promise<string>,
): NotedHosts {
  let read: Promise<ReadonlySet<string>> | undefined;
  policies.onDidChange(() => {
    read = undefined;
  });
  const connected = async (): Promise<ReadonlySet<string>> => {
    try {
      return await (read ??= policies.listAudit().then(connectedIn));
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
  /** Another window may have written to the audit trail since it was read. */
  const connectedNow = (): Promise<ReadonlySet<string>> => {
    read = undefined;
    return connected();
  };
  return {
    connected: async (listed) => {
      try {
        const noted = await connected();
        return [...noted].every((host) => listed.includes(host)) ? noted : await connectedNow();
      } catch {
        return new Set<string>();
      }
    },
    note: async (host, isConnected) => {
      if ((await connectedNow()).has(host) === isConnected) return;
      await policies.note({
        action: isConnected ? 'connect' : 'disconnect',
        author: await author(),
        comment: nameOf(host),
        subject: host,
      });
      read = undefined;
    },
  };
}

/** `audit`: newest first. */
function connectedIn(audit: Awaited<ReturnType<PolicyStore['listAudit']>>): ReadonlySet<string> {
  const connected = new Set<string>();
  for (const { action, subject } of audit.toReversed()) {
    if (action === 'connect') connected.add(subject);
    if (action === 'disconnect') connected.delete(subject);
  }
  return connected;
}

function nameOf(host: string): string {
  return Object.entries(HOST_NAMES).find(([id]) => id === host)?.[1] ?? host;
}
