import { type CommandEvent, type EventOutcome, withOutcome } from '../core/event';
import { type EventLine, type GivenLabel, type HistoryLine, ranAt } from './historyLine';
import type { HistorySegments } from './historySegments';

/** Labels from people by event id. */
export type LabelsByEvent = ReadonlyMap<string, GivenLabel>;

/** Labels by event id, with their times. */
export type LabelTimes = Map<string, GivenLabel & { at: number }>;

/** Reads the labels from people. The last label of an event applies. */
export async function readLabels(segments: HistorySegments): Promise<LabelsByEvent> {
  const labels: LabelTimes = new Map();
  for (const name of await segments.names('labels')) {
    for await (const { lines } of segments.read(name)) {
      const given = lines.filter((line) => 'label' in line);
      for (const { at, label } of given) keepNewest(labels, at, label);
    }
  }
  return labels;
}

/** Keeps the newest label of each event: windows write labels to separate files. */
export function keepNewest(labels: LabelTimes, at: number, label: GivenLabel): void {
  if ((labels.get(label.eventId)?.at ?? 0) <= at) labels.set(label.eventId, { ...label, at });
}

/** The events of a segment as stored, in order and in batches. */
export async function* readEvents(
  segments: HistorySegments,
  name: string,
): AsyncGenerator<readonly EventLine[]> {
  for await (const { lines } of segments.read(name)) {
    yield lines.filter((line) => 'event' in line);
  }
}

/** Reads the outcomes by event id. The last outcome of an event applies. */
async function readOutcomes(segments: HistorySegments): Promise<ReadonlyMap<string, EventOutcome>> {
  const outcomes: OutcomeTimes = new Map();
  for (const name of await segments.names('events')) {
    for await (const { lines } of segments.read(name)) addOutcomes(outcomes, lines);
  }
  return outcomes;
}

/** Outcomes by event id, with their times. */
type OutcomeTimes = Map<string, EventOutcome & { at: number }>;

/** Keeps the newest outcome of each event: windows write outcomes to separate files. */
function addOutcomes(outcomes: OutcomeTimes, lines: readonly HistoryLine[]): void {
  for (const line of lines) {
    if (!('outcome' in line)) continue;
    const { at, outcome } = line;
    if ((outcomes.get(outcome.eventId)?.at ?? at) <= at) {
      outcomes.set(outcome.eventId, { ...outcome, at });
    }
  }
}

/** All events, oldest first, with their outcomes and the labels from people. */
export async function* eventsWithOutcomes(segments: HistorySegments): AsyncGenerator<CommandEvent> {
  const outcomes = await readOutcomes(segments);
  const labels = await readLabels(segments);
  for (const name of await segments.names('events')) {
    for await (const lines of readEvents(segments, name)) {
      for (const { event } of lines) {
        yield withOutcome(withLabel(event, labels), outcomes.get(event.id));
      }
    }
  }
}

/** The event with its label from a person, if any. */
export function withLabel(event: CommandEvent, labels: LabelsByEvent): CommandEvent {
  const given = labels.get(event.id);
  return given === undefined || given.label === 'none' ? event : { ...event, label: given.label };
}

/** An event with its time according to `ranAt`. */
interface TimedEvent extends EventLine {
  readonly ms: number;
}

/** The most recent events, newest first. Reads segments from the newest to the oldest, only as far as necessary. */
export async function readRecent(
  segments: HistorySegments,
  limit: number,
): Promise<readonly CommandEvent[]> {
  let newest: readonly TimedEvent[] = [];
  // Outcomes are written after their events, so the outcomes of these events are in the segments that are read.
  const outcomes: OutcomeTimes = new Map();
  for (const { name, modifiedMs } of await segments.byLastWrite('events')) {
    const oldest = newest[limit - 1];
    if (oldest !== undefined && modifiedMs < oldest.ms) break;
    const last = await lastEvents(segments, name, limit, outcomes);
    newest = [...newest, ...last.reverse()].sort((a, b) => byTime(b, a)).slice(0, limit);
  }
  return newest.map(({ event }) => withOutcome(event, outcomes.get(event.id)));
}

/** The most recent events of a segment, newest last. */
async function lastEvents(
  segments: HistorySegments,
  name: string,
  limit: number,
  outcomes: OutcomeTimes,
): Promise<TimedEvent[]> {
  let last: TimedEvent[] = [];
  for await (const { lines } of segments.read(name)) {
    addOutcomes(outcomes, lines);
    for (const line of lines) if ('event' in line) last.push({ ...line, ms: ranAt(line) });
    if (last.length > 2 * limit) last = lastOf(last, limit);
  }
  return lastOf(last, limit);
}

function lastOf(events: readonly TimedEvent[], limit: number): TimedEvent[] {
  return [...events].sort(byTime).slice(-limit);
}

/** Events with the same time are ordered by when they were written. */
function byTime(a: TimedEvent, b: TimedEvent): number {
  return a.ms - b.ms || a.at - b.at;
}
