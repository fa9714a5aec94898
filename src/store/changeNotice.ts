import { watch } from 'node:fs';
import type { Disposable } from '../core/ports';

/** How long a change may stay unseen where the system's own notice fails. */
const POLL_MS = 1_000;
/** A save makes several notices; one look after the last of them is enough. */
const SETTLE_MS = 20;

/** Tells listeners that the file in a folder was replaced, by whichever process. */
export interface ChangeNotice extends Disposable {
  subscribe(listener: () => void): Disposable;
  /** Looks at once, for the process that made the change itself. */
  look(): Promise<void>;
}

/**
 * Watches the folder (a watch on the file goes deaf at the first rename) and looks once a second, both only while
 * somebody listens. `identity` tells one content of the file from another.
 */
export function createChangeNotice(
  folder: string,
  identity: () => Promise<string | undefined>,
): ChangeNotice {
  const listeners = new Set<() => void>();
  let seen: string | undefined;
  let stop: (() => void) | undefined;

  const look = async (): Promise<void> => {
    const now = await identity();
    if (now === seen) return;
    seen = now;
    for (const listener of [...listeners]) listener();
  };
  const start = (): void => {
    void identity().then((first) => {
      seen ??= first;
    }, ignore);
    stop = watchFolder(folder, () => void look().catch(ignore));
  };
  const end = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    look: () => (listeners.size === 0 ? Promise.resolve() : look()),
    subscribe: (listener) => {
      // Each call is its own subscription, even of the same function.
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

function watchFolder(folder: string, look: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  const soon = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      look();
    }, SETTLE_MS).unref();
  };
  const poll = setInterval(look, POLL_MS).unref();
  const watcher = openWatch(folder, soon);
  return () => {
    clearInterval(poll);
    clearTimeout(settling);
    watcher?.close();
  };
}

/** Some systems and folders cannot be watched; the look once a second is then all there is. */
function openWatch(folder: string, changed: () => void): ReturnType<typeof watch> | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on('error', ignore);
  } catch {
    return undefined;
  }
}

function ignore(): void {
  // The poll looks again within a second, and reading says itself what is wrong with the file.
}
