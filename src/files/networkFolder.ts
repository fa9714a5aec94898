import { statfs } from 'node:fs/promises';

/** `statfs` types of network file systems, where locks and fsync are unreliable. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

/**
 * The network file system that contains a folder; undefined if it is local or this cannot be
 * determined.
 */
export async function networkFolder(path: string): Promise<string | undefined> {
  try {
    const { type } = await statfs(path);
    return networkKind(type);
  } catch {
    // Not available on Windows and for missing folders. Problems are reported when the folder is
    // written to.
    return undefined;
  }
}

/** The name of a network file system by its `statfs` type. */
export function networkKind(type: number): string | undefined {
  return NETWORK.get(type >>> 0);
}
