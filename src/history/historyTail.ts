import { setImmediate } from 'node:timers/promises';
import type { CommandEvent } from '../core/event';
import type { Files } from '../core/fileAccess';
import type { DayCounts, HistorySummary, RuleHits } from '../core/ports';
import { GrowingSegment } from './growingSegment';
import { type LabelTimes, keepNewest, readRecent, withLabel } from './historyRead';
import type { HistorySegments } from './historySegments';
import { type Tally, allDays, allHits, count, emptyTally, sumUp } from './historyTally';
import { NewestEvents, type NewestLimits } from './newestEvents';

/** The maximum number of events that the dashboard requests, and a memory limit. */
const LIMITS: NewestLimits = { events: 5000, bytes: 8 * 1024 * 1024 };

interface Counted {
  readonly segment: GrowingSegment;
  readonly tally: Tally;
}

/**
 * The data of all views, in memory: counts over the whole history, the newest events, and labels from people. The history
 * is read once, and later only the lines that any window appended. After a segment was removed or rewritten, its counts
 * are dropped and the segments of the newest events are read again.
 */
export class HistoryTail {
  readonly #files: Files;
  readonly #segments: HistorySegments;
  readonly #events = new Map<string, Counted>();
  readonly #labelled = new Map<string, GrowingSegment>();
  readonly #newest: NewestEvents;
  #labels: LabelTimes = new Map();
  #isNewestGood = true;
  #reading: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(files: Files, segments: HistorySegments, limits: NewestLimits = LIMITS) {
    this.#files = files;
    this.#segments = segments;
    this.#newest = new NewestEvents(limits);
  }

  /** The newest events, newest first, with labels from people. Events that are not in memory are read from disk. */
  async recent(limit: number): Promise<readonly CommandEvent[]> {
    await this.#refresh();
    const events = this.#newest.first(limit) ?? (await readRecent(this.#segments, limit));
    return events.map((event) => withLabel(event, this.#labels));
  }

  /** One of the newest events as stored; undefined if it is not in memory. */
  async find(eventId: string): Promise<CommandEvent | undefined> {
    await this.#refresh();
    return this.#newest.find(eventId);
  }

  async summary(): Promise<HistorySummary> {
    await this.#refresh();
    const counted = [...this.#events.values()];
    const damaged = counted.reduce((sum, { segment }) => sum + segment.damaged, 0);
    return { ...sumUp(this.#tallies(), this.#labels), damaged };
  }

  async ruleHits(): Promise<ReadonlyMap<string, RuleHits>> {
    await this.#refresh();
    return allHits(this.#tallies());
  }

  async dayCounts(): Promise<ReadonlyMap<string, DayCounts>> {
    await this.#refresh();
    return allDays(this.#tallies());
  }

  #tallies(): readonly Tally[] {
    return [...this.#events.values()].map(({ tally }) => tally);
  }

  /** Reads new lines. Calls in the same turn of the event loop share one read, which starts after all of them. */
  #refresh(): Promise<void> {
    this.#waiting ??= this.#readNext();
    return this.#waiting;
  }

  async #readNext(): Promise<void> {
    // Reads are serialized. The callers of the previous read handle its failure.
    await this.#reading.catch(() => undefined);
    await setImmediate();
    this.#waiting = undefined;
    this.#reading = this.#read();
    await this.#reading;
  }

  async #read(): Promise<void> {
    await this.#readEvents();
    await this.#readLabels();
  }

  async #readEvents(): Promise<void> {
    const names = await this.#segments.names('events');
    if (deleteUnlisted(names, this.#events)) this.#isNewestGood = false;
    for (const name of names) {
      const counted = this.#events.get(name);
      if (counted === undefined) await this.#recount(name);
      else if (!(await this.#countNew(counted))) {
        this.#isNewestGood = false;
        await this.#recount(name);
      }
    }
    if (!this.#isNewestGood) await this.#readNewest();
  }

  #countNew({ segment, tally }: Counted): Promise<boolean> {
    return segment.readNew((line, sizeBytes) => {
      if ('event' in line) count(tally, line);
      this.#newest.add(line, sizeBytes);
    });
  }

  async #recount(name: string): Promise<void> {
    const counted = { segment: this.#open(name), tally: emptyTally() };
    this.#events.set(name, counted);
    // Another window may have deleted it after it was listed.
    if (!(await this.#countNew(counted))) this.#events.delete(name);
  }

  /** Reads the segments that contain the newest events again. */
  async #readNewest(): Promise<void> {
    this.#newest.clear();
    for (const { name, modifiedMs } of await this.#segments.byLastWrite('events')) {
      if (this.#newest.isPast(modifiedMs)) break;
      await this.#recount(name);
    }
    this.#isNewestGood = true;
  }

  async #readLabels(): Promise<void> {
    const names = await this.#segments.names('labels');
    let isGood = !deleteUnlisted(names, this.#labelled);
    for (const name of names) isGood = (await this.#readNewLabels(name)) && isGood;
    if (isGood) return;
    // Some labels were removed. Labels are few, so read all of them again.
    this.#labelled.clear();
    this.#labels = new Map();
    for (const name of names) await this.#readNewLabels(name);
  }

  async #readNewLabels(name: string): Promise<boolean> {
    const segment = this.#labelled.get(name) ?? this.#open(name);
    this.#labelled.set(name, segment);
    return segment.readNew((line) => {
      if ('label' in line) keepNewest(this.#labels, line.at, line.label);
    });
  }

  #open(name: string): GrowingSegment {
    return new GrowingSegment(this.#files, this.#segments.path(name));
  }
}

/** Deletes the entries that are not listed in `names`. Returns whether there were any. */
function deleteUnlisted(names: readonly string[], known: Map<string, unknown>): boolean {
  const listed = new Set(names);
  const unlisted = [...known.keys()].filter((name) => !listed.has(name));
  for (const name of unlisted) known.delete(name);
  return unlisted.length > 0;
}
