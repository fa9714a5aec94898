import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from './systemCode';

const BUSY = new Set(['EPERM', 'EBUSY', 'EACCES']);
const TIMEOUT_MS = 2_000;

/**
 * Retries a rename for about two seconds while Windows refuses it because a scanner or another window has the file open.
 * On other systems these error codes are final.
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
      const final = platform !== 'win32' || !BUSY.has(systemCode(error)) || spentMs >= TIMEOUT_MS;
      if (final) throw error;
    }
    await sleep(delayMs);
    spentMs += delayMs;
  }
}
