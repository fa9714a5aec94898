import { type CommandEvent, type EventOutcome, withOutcome } from '../core/event';
import type { GivenLabel, EventLine, HistoryLine } from './historyLine';
import type { HistorySegments } from './historySegments';

/** The labels that people gave, by event. */
export type LabelsByEvent = ReadonlyMap<string, GivenLabel>;

/** Labels by event, with when they were given. */
export type LabelTimes = Map<string, GivenLabel & { at: number }>;

/** Reads the labels that people gave; of several for one event, the last one. */
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

/** Several windows write labels, each to its own file: the time decides between them. */
export function keepNewest(labels: LabelTimes, at: number, label: GivenLabel): void {
  if ((labels.get(label.eventId)?.at ?? 0) <= at) labels.set(label.eventId, { ...label, at });
}

/** The events of one segment in their order, in batches, as they were kept. */
export async function* readEvents(
  segments: HistorySegments,
  name: string,
): AsyncGenerator<readonly EventLine[]> {
  for await (const { lines } of segments.read(name)) {
    yield lines.filter((line) => 'event' in line);
  }
}

/** Reads how commands ended, by event; of several for one event, the last one. */
export async function readOutcomes(
  segments: HistorySegments,
): Promise<ReadonlyMap<string, EventOutcome>> {
  const outcomes: OutcomeTimes = new Map();
  for (const name of await segments.names('events')) {
    for await (const { lines } of segments.read(name)) noteOutcomes(outcomes, lines);
  }
  return outcomes;
}

/** How commands ended, by event, with when that was written. */
type OutcomeTimes = Map<string, EventOutcome & { at: number }>;

/** Several windows write outcomes, each to its own file: the time decides between them. */
function noteOutcomes(outcomes: OutcomeTimes, lines: readonly HistoryLine[]): void {
  for (const line of lines) {
    if (!('outcome' in line)) continue;
    const { at, outcome } = line;
    if ((outcomes.get(outcome.eventId)?.at ?? at) <= at) {
      outcomes.set(outcome.eventId, { ...outcome, at });
    }
  }
}

/** The event with the label that a person gave it. */
export function withLabel(event: CommandEvent, labels: LabelsByEvent): CommandEvent {
  const given = labels.get(event.id);
  return given === undefined ? event : { ...event, label: given.label };
}

/** The newest events, newest first. Segments are read from the newest back, only as far as needed. */
export async function readRecent(
  segments: HistorySegments,
  limit: number,
): Promise<readonly CommandEvent[]> {
  let newest: readonly EventLine[] = [];
  // A command ends after it was told of: the segments that are read hold the outcomes of what is found in them.
  const outcomes: OutcomeTimes = new Map();
  for (const { name, modifiedMs } of await segments.byLastWrite('events')) {
    const oldest = newest[limit - 1];
    if (oldest !== undefined && modifiedMs < oldest.at) break;
    const lines = await lastLines(segments, name, limit, outcomes);
    newest = [...newest, ...lines].sort((a, b) => b.at - a.at).slice(0, limit);
  }
  return newest.map(({ event }) => withOutcome(event, outcomes.get(event.id)));
}

/** The last events of one segment, newest first. */
async function lastLines(
  segments: HistorySegments,
  name: string,
  limit: number,
  outcomes: OutcomeTimes,
): Promise<readonly EventLine[]> {
  let last: EventLine[] = [];
  for await (const { lines } of segments.read(name)) {
    noteOutcomes(outcomes, lines);
    last = [...last, ...lines.filter((line) => 'event' in line)].slice(-limit);
  }
  return last.reverse();
}
