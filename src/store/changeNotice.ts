import { watch } from 'node:fs';
import type { Disposable } from '../core/ports';

/** Maximum delay until a change is noticed if file watching fails. */
const POLL_MS = 1_000;
/** A save triggers several events; check once after the last of them. Milliseconds. */
const SETTLE_MS = 20;

/** Notifies listeners when any process replaces the policy file. */
export interface ChangeNotice extends Disposable {
  subscribe(listener: () => void): Disposable;
  /** Checks immediately, for the process that made the change itself. */
  check(): Promise<void>;
}

/**
 * Watches the folder (a watch on the file stops at the first rename) and polls once a second, both only while there are
 * listeners. `identity` returns a different value for each content of the file.
 */
export function createChangeNotice(
  folder: string,
  identity: () => Promise<string | undefined>,
): ChangeNotice {
  const listeners = new Set<() => void>();
  let seen: string | undefined;
  let stop: (() => void) | undefined;

  const check = async (): Promise<void> => {
    const now = await identity();
    if (now === seen) return;
    seen = now;
    for (const listener of [...listeners]) listener();
  };
  const start = (): void => {
    void identity().then((first) => {
      seen ??= first;
    }, ignore);
    const checkNow = (): void => void check().catch(ignore);
    const unwatch = watchFolders([folder], checkNow);
    const poll = setInterval(checkNow, POLL_MS).unref();
    stop = () => {
      clearInterval(poll);
      unwatch();
    };
  };
  const end = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    check: () => (listeners.size === 0 ? Promise.resolve() : check()),
    subscribe: (listener) => {
      // Two subscriptions of the same function must stay separate.
      const own = (): void => {
        listener();
      };
      listeners.add(own);
      if (stop === undefined) start();
      return {
        dispose: () => {
          listeners.delete(own);
          if (listeners.size === 0) end();
        },
      };
    },
    dispose: () => {
      listeners.clear();
      end();
    },
  };
}

/**
 * Calls `check` after changes in the folders, where the system reports them. Returns a function that stops it.
 */
export function watchFolders(folders: readonly string[], check: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      check();
    }, SETTLE_MS).unref();
  };
  const watchers = folders.map((folder) => openWatch(folder, schedule));
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers) watcher?.close();
  };
}

/** Some systems and folders cannot be watched. Callers poll those. */
function openWatch(folder: string, changed: () => void): ReturnType<typeof watch> | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', ignore);
  } catch {
    return undefined;
  }
}

function ignore(): void {
  // The next poll checks again, and readers report what is wrong with the file.
}
