import { statSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { networkFolder } from './networkFolder';
import { systemCode } from './systemCode';

/**
 * Reads the status of a set of files repeatedly, as one text that changes whenever a file does: device, inode, size,
 * modification time and status change time, which no program can set back. Missing files are included.
 *
 * On a local disk the files are read synchronously, in microseconds; asynchronously, each file would take twenty times
 * as long. A network folder (`folder` or a parent) may be slow to answer and is read asynchronously.
 */
export function createFileMarks(
  folder: string,
  paths: () => readonly string[],
  kindOf: (folder: string) => Promise<string | undefined> = networkFolder,
): () => Promise<string> {
  let isLocal: Promise<boolean> | undefined;
  return async () => {
    isLocal ??= kindOf(folder).then((kind) => kind === undefined);
    if (await isLocal) return paths().map(markNow).join(' ');
    return (await Promise.all(paths().map(markLater))).join(' ');
  };
}

function markNow(path: string): string {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? '' : markOf(found);
  } catch (error) {
    // A file whose status cannot be read counts as unchanged until it can.
    return systemCode(error);
  }
}

function markLater(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(markOf, systemCode);
}

function markOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
