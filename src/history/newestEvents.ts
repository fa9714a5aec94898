import { type CommandEvent, type EventOutcome, withOutcome } from '../core/event';
import type { HistoryLine } from './historyLine';

/** How much is held in memory: events, and bytes of their lines. */
export interface NewestLimits {
  readonly events: number;
  readonly bytes: number;
}

interface Kept {
  readonly at: number;
  /** Of what was written in the same millisecond, what was read last is the newest. */
  readonly order: number;
  readonly sizeBytes: number;
  readonly event: CommandEvent;
}

/** The newest events, by when they were written, with how they ended. Never more of them than the limits say. */
export class NewestEvents {
  readonly #limits: NewestLimits;
  /** In order unless `#isSorted` is false: the oldest first. */
  #kept: Kept[] = [];
  #isSorted = true;
  #bytes = 0;
  #order = 0;
  /** When the newest of those that had to go was written. */
  #leftBefore: number | undefined;
  #outcomes = new Map<string, { readonly at: number; readonly outcome: EventOutcome }>();

  constructor(limits: NewestLimits) {
    this.#limits = limits;
  }

  add(line: HistoryLine, sizeBytes: number): void {
    if ('event' in line) this.#addEvent(line.at, line.event, sizeBytes);
    else if ('outcome' in line) this.#addOutcome(line.at, line.outcome);
  }

  /** The newest `limit` events, newest first; undefined where they are not all here. */
  first(limit: number): readonly CommandEvent[] | undefined {
    this.#trim();
    if (this.#leftBefore !== undefined && this.#kept.length < limit) return undefined;
    const events = this.#kept.slice(-limit).reverse();
    return events.map(({ event }) => withOutcome(event, this.#outcomes.get(event.id)?.outcome));
  }

  /** One of them as it was told of, without how it ended. */
  find(eventId: string): CommandEvent | undefined {
    return this.#kept.find(({ event }) => event.id === eventId)?.event;
  }

  /** Whether everything that was written up to then is too old to be among them. Epoch milliseconds. */
  isPast(ms: number): boolean {
    this.#trim();
    return this.#leftBefore !== undefined && ms < (this.#kept[0]?.at ?? this.#leftBefore);
  }

  clear(): void {
    this.#kept = [];
    this.#isSorted = true;
    this.#bytes = 0;
    this.#leftBefore = undefined;
    this.#outcomes.clear();
  }

  #addEvent(at: number, event: CommandEvent, sizeBytes: number): void {
    if (at < (this.#leftBefore ?? at)) return;
    const last = this.#kept.at(-1);
    if (last !== undefined && last.at > at) this.#isSorted = false;
    this.#order += 1;
    this.#kept.push({ at, order: this.#order, sizeBytes, event });
    this.#bytes += sizeBytes;
    // Twice the limits at most: trimming now and then costs little for each event.
    const { events, bytes } = this.#limits;
    if (this.#kept.length > 2 * events || this.#bytes > 2 * bytes) this.#trim();
  }

  #trim(): void {
    if (!this.#isSorted) this.#kept.sort((a, b) => a.at - b.at || a.order - b.order);
    this.#isSorted = true;
    let from = 0;
    while (this.#kept.length - from > this.#limits.events || this.#bytes > this.#limits.bytes) {
      this.#bytes -= this.#kept[from]?.sizeBytes ?? 0;
      from += 1;
    }
    const gone = this.#kept.splice(0, from).at(-1);
    this.#leftBefore = gone?.at ?? this.#leftBefore;
  }

  /** A command ends after it was told of: how the newest ones ended is among the newest outcomes. */
  #addOutcome(at: number, outcome: EventOutcome): void {
    if ((this.#outcomes.get(outcome.eventId)?.at ?? at) > at) return;
    this.#outcomes.set(outcome.eventId, { at, outcome });
    const { events } = this.#limits;
    if (this.#outcomes.size <= 4 * events) return;
    const sorted = [...this.#outcomes].sort(([, a], [, b]) => a.at - b.at);
    this.#outcomes = new Map(sorted.slice(-2 * events));
  }
}
