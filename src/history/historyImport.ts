import { type CommandEvent, effectiveLabel } from '../core/event';
import type { Label } from '../core/label';
import type { ImportReport, RowFault, RunControl } from '../core/ports';
import { readCsvEvents } from './csv/csvImport';
import { readEvents } from './historyRead';
import type { HistorySegments } from './historySegments';
import { IdSet } from './idSet';
import { redactId } from './redact/redact';

const MAX_FAULTS = 100;

/** Adds the events of a CSV file to the history. Rows with an id that already exists are counted and ignored. */
export async function importHistory(
  segments: HistorySegments,
  path: string,
  write: (events: readonly CommandEvent[]) => Promise<void>,
  run: RunControl,
): Promise<ImportReport> {
  const ids = await storedIds(segments);
  const labels: Record<Label, number> = { safe: 0, unsafe: 0, unknown: 0 };
  const faults: RowFault[] = [];
  let imported = 0;
  let repeated = 0;
  let skipped = 0;
  for await (const batch of readCsvEvents(path, run)) {
    const fresh = batch.events.filter((event) => ids.add(redactId(event.id)));
    await write(fresh);
    for (const event of fresh) labels[effectiveLabel(event)] += 1;
    imported += fresh.length;
    repeated += batch.events.length - fresh.length;
    skipped += batch.faults.length;
    faults.push(...batch.faults.slice(0, MAX_FAULTS - faults.length));
  }
  return { imported, repeated, skipped, faults, labels };
}

/** The ids of all events in the history. */
async function storedIds(segments: HistorySegments): Promise<IdSet> {
  const ids = new IdSet();
  for (const name of await segments.names('events')) {
    for await (const lines of readEvents(segments, name)) {
      for (const { event } of lines) ids.add(event.id);
    }
  }
  return ids;
}
