import { statSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { networkFolder } from './networkFolder';
import { systemCode } from './systemCode';

/**
 * Reads the status of the same files again and again, as one text that changes whenever a file does: device, inode, size,
 * times of modification and of status, which no program can set back. Missing files have a place in it, too.
 *
 * On a local disk that is done at once, in microseconds; handed to another thread, each file would cost twenty times as
 * much. A network folder, which is `folder` or around it, may take long to answer, and is waited for elsewhere.
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
    // What cannot be looked at does not change either, until it can.
    return systemCode(error);
  }
}

function markLater(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(markOf, systemCode);
}

function markOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
