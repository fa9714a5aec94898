import { type CommandEvent, type EventOutcome, withOutcome } from '../core/event';
import { type EventLine, type HistoryLine, ranAt } from './historyLine';

/** The maximum number of events in memory, and the maximum size of their lines. */
export interface NewestLimits {
  readonly events: number;
  readonly bytes: number;
}

interface Entry {
  /** Time according to `ranAt`. */
  readonly ms: number;
  /** When it was written and the order of reading, to order events with the same time. */
  readonly at: number;
  readonly order: number;
  readonly sizeBytes: number;
  readonly event: CommandEvent;
}

/** The most recent events with their outcomes, within the limits. */
export class NewestEvents {
  readonly #limits: NewestLimits;
  /** Oldest first, unless `#isSorted` is false. */
  #entries: Entry[] = [];
  #isSorted = true;
  #bytes = 0;
  #order = 0;
  /** Time of the newest event that was evicted. */
  #evictedMs: number | undefined;
  #outcomes = new Map<string, { readonly at: number; readonly outcome: EventOutcome }>();

  constructor(limits: NewestLimits) {
    this.#limits = limits;
  }

  add(line: HistoryLine, sizeBytes: number): void {
    if ('event' in line) this.#addEvent(line, sizeBytes);
    else if ('outcome' in line) this.#addOutcome(line.at, line.outcome);
  }

  /** The newest `limit` events, newest first; undefined if some of them are not in memory. */
  first(limit: number): readonly CommandEvent[] | undefined {
    this.#trim();
    if (this.#evictedMs !== undefined && this.#entries.length < limit) return undefined;
    return this.#newest(limit);
  }

  /** All events in memory, newest first. */
  kept(): readonly CommandEvent[] {
    this.#trim();
    return this.#newest(this.#entries.length);
  }

  /** An event as recorded, without its outcome. */
  find(eventId: string): CommandEvent | undefined {
    return this.#entries.find(({ event }) => event.id === eventId)?.event;
  }

  /** Whether all events written up to `ms` (epoch milliseconds) are too old to be among the newest. */
  isPast(ms: number): boolean {
    this.#trim();
    return this.#evictedMs !== undefined && ms < (this.#entries[0]?.ms ?? this.#evictedMs);
  }

  clear(): void {
    this.#entries = [];
    this.#isSorted = true;
    this.#bytes = 0;
    this.#evictedMs = undefined;
    this.#outcomes.clear();
  }

  #newest(limit: number): readonly CommandEvent[] {
    const events = limit === 0 ? [] : this.#entries.slice(-limit).reverse();
    return events.map(({ event }) => withOutcome(event, this.#outcomes.get(event.id)?.outcome));
  }

  #addEvent(line: EventLine, sizeBytes: number): void {
    const ms = ranAt(line);
    if (ms < (this.#evictedMs ?? ms)) return;
    const last = this.#entries.at(-1);
    if (last !== undefined && !isBefore(last, { ms, at: line.at })) this.#isSorted = false;
    this.#order += 1;
    this.#entries.push({ ms, at: line.at, order: this.#order, sizeBytes, event: line.event });
    this.#bytes += sizeBytes;
    // Trim at twice the limits, so that the cost per event stays small.
    const { events, bytes } = this.#limits;
    if (this.#entries.length > 2 * events || this.#bytes > 2 * bytes) this.#trim();
  }

  #trim(): void {
    if (!this.#isSorted)
      this.#entries.sort((a, b) => a.ms - b.ms || a.at - b.at || a.order - b.order);
    this.#isSorted = true;
    let from = 0;
    while (this.#entries.length - from > this.#limits.events || this.#bytes > this.#limits.bytes) {
      this.#bytes -= this.#entries[from]?.sizeBytes ?? 0;
      from += 1;
    }
    const evicted = this.#entries.splice(0, from).at(-1);
    this.#evictedMs = evicted?.ms ?? this.#evictedMs;
  }

  /**
   * Keeps the outcomes of kept events, and the newest outcomes: the event of an outcome may be in a segment that is
   * read later.
   */
  #addOutcome(at: number, outcome: EventOutcome): void {
    if ((this.#outcomes.get(outcome.eventId)?.at ?? at) > at) return;
    this.#outcomes.set(outcome.eventId, { at, outcome });
    const { events } = this.#limits;
    if (this.#outcomes.size <= 6 * events) return;
    const sorted = [...this.#outcomes].sort(([, a], [, b]) => a.at - b.at);
    const kept = new Set(this.#entries.map(({ event }) => event.id));
    const newest = sorted.length - 2 * events;
    this.#outcomes = new Map(sorted.filter(([id], number) => number >= newest || kept.has(id)));
  }
}

function isBefore(one: Pick<Entry, 'ms' | 'at'>, next: Pick<Entry, 'ms' | 'at'>): boolean {
  return one.ms < next.ms || (one.ms === next.ms && one.at <= next.at);
}
