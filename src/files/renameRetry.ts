import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from './fileError';

const BUSY = new Set(['EPERM', 'EBUSY', 'EACCES']);
const PATIENCE_MS = 2_000;

/**
 * Renames again while Windows refuses because a scanner or another window has the file open, for about 2 s.
 * Elsewhere these codes are final.
 */
export async function renameRetry(
  rename: () => Promise<void>,
  platform: NodeJS.Platform,
  sleep: (ms: number) => Promise<unknown> = wait,
): Promise<void> {
  let spentMs = 0;
  for (let delayMs = 5; ; delayMs = Math.min(delayMs * 2, 200)) {
    try {
      await rename();
      return;
    } catch (error) {
      const final = platform !== 'win32' || !BUSY.has(systemCode(error)) || spentMs >= PATIENCE_MS;
      if (final) throw error;
    }
    await sleep(delayMs);
    spentMs += delayMs;
  }
}
