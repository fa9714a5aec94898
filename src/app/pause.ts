import type { PolicyStore } from '../core/ports';
import { PAUSE_MS } from '../guard/guardSettings';

/** The pauses of self-protection. Times are epoch milliseconds. */
export interface Pause {
  /** The end of the pause; 0 if there is none. */
  untilMs(nowMs: number): Promise<number>;
  /** Whether self-protection was paused at that time, or so shortly before or after that a guard may have used the other state. */
  wasPaused(atMs: number): Promise<boolean>;
}

/** Guards read the pause from a file that a window writes at its next check. */
const LATE_MS = 10_000;

/** Reads the pauses from the audit trail, which all windows share. Reads it again only after the store has changed. */
export function createPause(policies: Pick<PolicyStore, 'listAudit' | 'onDidChange'>): Pause {
  let read: Promise<readonly number[]> | undefined;
  policies.onDidChange(() => {
    read = undefined;
  });
  /** When pauses began, the newest first. */
  const starts = async (): Promise<readonly number[]> => {
    read ??= policies
      .listAudit()
      .then((audit) =>
        audit.flatMap(({ action, ts }) => (action === 'pause' ? [Date.parse(ts)] : [])),
      );
    try {
      return await read;
    } catch (error) {
      read = undefined;
      throw error;
    }
  };
  return {
    untilMs: async (nowMs) => {
      const [start = -Infinity] = await starts();
      return start + PAUSE_MS > nowMs ? start + PAUSE_MS : 0;
    },
    wasPaused: async (atMs) =>
      (await starts()).some(
        (start) => atMs >= start - LATE_MS && atMs <= start + PAUSE_MS + LATE_MS,
      ),
  };
}
