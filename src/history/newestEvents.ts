import { type CommandEvent, type EventOutcome, withOutcome } from '../core/event';
import type { HistoryLine } from './historyLine';

/** The maximum number of events in memory, and the maximum size of their lines. */
export interface NewestLimits {
  readonly events: number;
  readonly bytes: number;
}

interface Entry {
  readonly at: number;
  /** Read order, for events that were written in the same millisecond. */
  readonly order: number;
  readonly sizeBytes: number;
  readonly event: CommandEvent;
}

/** The newest events by time of writing, with their outcomes, within the limits. */
export class NewestEvents {
  readonly #limits: NewestLimits;
  /** Oldest first, unless `#isSorted` is false. */
  #entries: Entry[] = [];
  #isSorted = true;
  #bytes = 0;
  #order = 0;
  /** Time of the newest event that was evicted. */
  #evictedAt: number | undefined;
  #outcomes = new Map<string, { readonly at: number; readonly outcome: EventOutcome }>();

  constructor(limits: NewestLimits) {
    this.#limits = limits;
  }

  add(line: HistoryLine, sizeBytes: number): void {
    if ('event' in line) this.#addEvent(line.at, line.event, sizeBytes);
    else if ('outcome' in line) this.#addOutcome(line.at, line.outcome);
  }

  /** The newest `limit` events, newest first; undefined if some of them are not in memory. */
  first(limit: number): readonly CommandEvent[] | undefined {
    this.#trim();
    if (this.#evictedAt !== undefined && this.#entries.length < limit) return undefined;
    const events = this.#entries.slice(-limit).reverse();
    return events.map(({ event }) => withOutcome(event, this.#outcomes.get(event.id)?.outcome));
  }

  /** An event as recorded, without its outcome. */
  find(eventId: string): CommandEvent | undefined {
    return this.#entries.find(({ event }) => event.id === eventId)?.event;
  }

  /** Whether all events written up to `ms` (epoch milliseconds) are too old to be among the newest. */
  isPast(ms: number): boolean {
    this.#trim();
    return this.#evictedAt !== undefined && ms < (this.#entries[0]?.at ?? this.#evictedAt);
  }

  clear(): void {
    this.#entries = [];
    this.#isSorted = true;
    this.#bytes = 0;
    this.#evictedAt = undefined;
    this.#outcomes.clear();
  }

  #addEvent(at: number, event: CommandEvent, sizeBytes: number): void {
    if (at < (this.#evictedAt ?? at)) return;
    const last = this.#entries.at(-1);
    if (last !== undefined && last.at > at) this.#isSorted = false;
    this.#order += 1;
    this.#entries.push({ at, order: this.#order, sizeBytes, event });
    this.#bytes += sizeBytes;
    // Trim at twice the limits, so that the cost per event stays small.
    const { events, bytes } = this.#limits;
    if (this.#entries.length > 2 * events || this.#bytes > 2 * bytes) this.#trim();
  }

  #trim(): void {
    if (!this.#isSorted) this.#entries.sort((a, b) => a.at - b.at || a.order - b.order);
    this.#isSorted = true;
    let from = 0;
    while (this.#entries.length - from > this.#limits.events || this.#bytes > this.#limits.bytes) {
      this.#bytes -= this.#entries[from]?.sizeBytes ?? 0;
      from += 1;
    }
    const evicted = this.#entries.splice(0, from).at(-1);
    this.#evictedAt = evicted?.at ?? this.#evictedAt;
  }

  /** Keeps only the newest outcomes: outcomes are written after their events, so they include those of the newest events. */
  #addOutcome(at: number, outcome: EventOutcome): void {
    if ((this.#outcomes.get(outcome.eventId)?.at ?? at) > at) return;
    this.#outcomes.set(outcome.eventId, { at, outcome });
    const { events } = this.#limits;
    if (this.#outcomes.size <= 4 * events) return;
    const sorted = [...this.#outcomes].sort(([, a], [, b]) => a.at - b.at);
    this.#outcomes = new Map(sorted.slice(-2 * events));
  }
}
