import type { RunControl } from '../core/ports';
import { untilCancelled } from '../ml/worker/workerJob';

interface SharedWork<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  /** The progress callbacks of the callers that are still waiting. */
  readonly waiting: Set<RunControl['onProgress']>;
}

/**
 * Work that concurrent callers share. Each caller receives its progress. A caller that cancels gets
 * `cancelled`; the work itself is cancelled only when no caller is waiting.
 */
export function sharedRun<T>(
  work: (run: RunControl) => Promise<T>,
): (run?: RunControl) => Promise<T> {
  let current: SharedWork<T> | undefined;

  const start = (): SharedWork<T> => {
    const stop = new AbortController();
    const waiting: SharedWork<T>['waiting'] = new Set();
    const onProgress: RunControl['onProgress'] = (...step) => {
      for (const report of waiting) report?.(...step);
    };
    const result = work({ signal: stop.signal, onProgress });
    const started: SharedWork<T> = { result, stop, waiting };
    const end = (): void => {
      if (current === started) current = undefined;
    };
    result.then(end, end);
    return started;
  };

  return async ({ onProgress, signal } = {}) => {
    const shared = (current ??= start());
    // Two callers may report to the same function.
    const own: RunControl['onProgress'] = (...step) => onProgress?.(...step);
    shared.waiting.add(own);
    try {
      return await untilCancelled(shared.result, signal);
    } finally {
      shared.waiting.delete(own);
      if (shared.waiting.size === 0) {
        // The next caller must not join work that is being cancelled.
        if (current === shared) current = undefined;
        shared.stop.abort();
      }
    }
  };
}
