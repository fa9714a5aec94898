import type { CommandEvent, EventOutcome } from '../core/event';
import type { HistoryLine } from './historyLine';
import type { HistorySegments } from './historySegments';
import { HookPairs } from './hookPairs';
import { IdSet } from './idSet';
import type { EventImport } from './sources/sources';

/** Writes to the history. */
export interface ImportTarget {
  write(events: readonly CommandEvent[]): Promise<void>;
  addOutcomes(outcomes: readonly EventOutcome[]): Promise<void>;
  close(): void;
}

/**
 * Opens an import. Omits events with a known id and commands that a hook has recorded; the outcomes of the latter are
 * added to the recorded events.
 */
export async function openImport(
  segments: HistorySegments,
  target: ImportTarget,
): Promise<EventImport> {
  const ids = new IdSet();
  const pairs = new HookPairs();
  const take = (line: HistoryLine): void => {
    if ('outcome' in line) pairs.noteOutcome(line.outcome);
    if (!('event' in line)) return;
    ids.add(line.event.id);
    pairs.note(line.event);
  };
  for (const name of await segments.names('events')) {
    for await (const { lines } of segments.read(name)) lines.forEach(take);
  }
  return {
    isEmpty: ids.count === 0,
    add: async (events) => {
      const fresh: CommandEvent[] = [];
      const outcomes: EventOutcome[] = [];
      for (const event of events) {
        if (!ids.add(event.id)) continue;
        const pair = pairs.take(event);
        const outcome = pair === undefined ? undefined : pairs.outcomeFrom(event, pair);
        if (pair === undefined) fresh.push(event);
        else if (outcome !== undefined) outcomes.push(outcome);
      }
      if (fresh.length > 0) await target.write(fresh);
      if (outcomes.length > 0) await target.addOutcomes(outcomes);
      for (const event of fresh) pairs.note(event);
      return fresh;
    },
    close: () => {
      target.close();
    },
  };
}
