import { isRulewrightError } from '../core/errors';
import type { HistorySources, SourceId } from '../core/historySource';

/**
 * Imports new commands from the sources that the user enabled. Reads no other source, and nothing if none is enabled.
 */
export async function followSources(
  sources: HistorySources,
  ids: readonly SourceId[],
  signal: AbortSignal,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await sources.import(ids, { signal });
  } catch (error) {
    // Another window is importing them.
    if (!isRulewrightError(error, 'store-busy')) throw error;
  }
}
