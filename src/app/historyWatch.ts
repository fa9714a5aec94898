import { watch, type FSWatcher } from 'node:fs';

/** A process writes many lines in a row; listeners are notified once. Milliseconds. */
const SETTLE_MS = 1000;

/** Notices what other processes write to the history: other windows, and imports. */
export interface HistoryWatch {
  /** Begins to watch once the folder exists. Called repeatedly. */
  start(): void;
  close(): void;
}

/** `owner`: the part of file names of this process, whose own writes are known. */
export function createHistoryWatch(options: {
  readonly folder: string;
  readonly owner: string;
  readonly onChange: () => void;
}): HistoryWatch {
  const { folder, owner, onChange } = options;
  let watcher: FSWatcher | undefined;
  let settling: NodeJS.Timeout | undefined;
  const noticed = (_: unknown, name: string | null): void => {
    if (name?.includes(`-${owner}-`) === true) return;
    settling ??= setTimeout(() => {
      settling = undefined;
      onChange();
    }, SETTLE_MS).unref();
  };
  const stop = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  return {
    start: () => {
      watcher ??= openWatch(folder, noticed)?.on('error', stop);
    },
    close: () => {
      clearTimeout(settling);
      stop();
    },
  };
}

/** Undefined while the folder does not exist, or if it cannot be watched. */
function openWatch(
  folder: string,
  noticed: (event: string, name: string | null) => void,
): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, noticed);
  } catch {
    return undefined; // tried again at the next start
  }
}
