import { statfs } from 'node:fs/promises';

/** `statfs` numbers of file systems that live on another machine. Locks and syncs cannot be trusted there. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
]);

/** The kind of network file system that a folder is on; undefined on a local one, or where the system does not tell. */
export async function networkFolder(path: string): Promise<string | undefined> {
  try {
    const { type } = await statfs(path);
    return networkKind(type);
  } catch {
    // Windows and missing folders tell nothing; writing says itself what is wrong.
    return undefined;
  }
}

/** The name of a network file system by its `statfs` type. */
export function networkKind(type: number): string | undefined {
  return NETWORK.get(type >>> 0);
}
