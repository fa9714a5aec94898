import type { PolicyStore } from '../core/ports';
import { PAUSE_MS } from '../guard/guardSettings';

/** The pause of self-protection. */
export interface Pause {
  /** The end of the pause in epoch milliseconds; 0 if there is none. */
  untilMs(nowMs: number): Promise<number>;
}

/** Reads the pause from the audit trail, which all windows share. Reads it again only after the store has changed. */
export function createPause(policies: Pick<PolicyStore, 'listAudit' | 'onDidChange'>): Pause {
  let last: Promise<number> | undefined;
  policies.onDidChange(() => {
    last = undefined;
  });
  const endOfLast = async (): Promise<number> => {
    const entry = (await policies.listAudit()).find(({ action }) => action === 'pause');
    return entry === undefined ? 0 : Date.parse(entry.ts) + PAUSE_MS;
  };
  return {
    untilMs: async (nowMs) => {
      last ??= endOfLast();
      try {
        const untilMs = await last;
        return untilMs > nowMs ? untilMs : 0;
      } catch (error) {
        last = undefined;
        throw error;
      }
    },
  };
}
