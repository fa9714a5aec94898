import { isRulewrightError } from '../core/errors';
import type { HistorySources, SourceId } from '../core/historySource';

/** Imports what is new in the sources that a person switched on; reads no other, and nothing if there are none. */
export async function followSources(
  sources: HistorySources,
  ids: readonly SourceId[],
  signal: AbortSignal,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await sources.import(ids, { signal });
  } catch (error) {
    // Another window imports them just now.
    if (!isRulewrightError(error, 'store-busy')) throw error;
  }
}
