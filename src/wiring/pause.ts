import { setImmediate as breathe } from 'node:timers/promises';

/** So long one stretch of work may hold the thread. */
const STRETCH_MS = 10;

/** Makes a pause for long work: awaited often, it lets others in only once a stretch is over. */
export function createPause(nowMs: () => number): () => Promise<void> | undefined {
  let since = nowMs();
  return () => {
    if (nowMs() - since < STRETCH_MS) return undefined;
    return breathe().then(() => {
      since = nowMs();
    });
  };
}
