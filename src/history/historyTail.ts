import { setImmediate } from 'node:timers/promises';
import type { CommandEvent } from '../core/event';
import type { Files } from '../core/files';
import type { HistorySummary, RuleHits } from '../core/ports';
import { GrowingSegment } from './growingSegment';
import { type LabelTimes, keepNewest, readRecent, withLabel } from './historyRead';
import type { HistorySegments } from './historySegments';
import { type Tally, allHits, count, emptyTally, sumUp } from './historyTally';
import { NewestEvents, type NewestLimits } from './newestEvents';

/** As many events as the dashboard may ask for, of the size that events have. */
const LIMITS: NewestLimits = { events: 5000, bytes: 8 * 1024 * 1024 };

interface Counted {
  readonly segment: GrowingSegment;
  readonly tally: Tally;
}

/**
 * What all views are made of, in memory: counts over the whole history, the newest events, and the labels that people
 * gave. The history is read once; later only what was appended to its segments, by whichever window. A segment that was
 * removed or written again is forgotten, and as much of the others as the newest events need is read anew.
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

  /** The newest events, newest first, with the labels that people gave. What memory does not hold is read. */
  async recent(limit: number): Promise<readonly CommandEvent[]> {
    await this.#catchUp();
    const events = this.#newest.first(limit) ?? (await readRecent(this.#segments, limit));
    return events.map((event) => withLabel(event, this.#labels));
  }

  /** One of the newest events as it was kept; undefined for one that is not in memory. */
  async find(eventId: string): Promise<CommandEvent | undefined> {
    await this.#catchUp();
    return this.#newest.find(eventId);
  }

  async summary(): Promise<HistorySummary> {
    await this.#catchUp();
    const counted = [...this.#events.values()];
    const torn = counted.reduce((sum, { segment }) => sum + segment.torn, 0);
    return { ...sumUp(this.#tallies(), this.#labels), torn };
  }

  async ruleHits(): Promise<ReadonlyMap<string, RuleHits>> {
    await this.#catchUp();
    return allHits(this.#tallies());
  }

  #tallies(): readonly Tally[] {
    return [...this.#events.values()].map(({ tally }) => tally);
  }

  /** Reads what is new. Those who ask in one turn share one reading, which begins after all of them asked. */
  #catchUp(): Promise<void> {
    this.#waiting ??= this.#readNext();
    return this.#waiting;
  }

  async #readNext(): Promise<void> {
    // One reading after the other. The one before may have failed: whoever asked for it was told.
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
    if (forgetAllBut(names, this.#events)) this.#isNewestGood = false;
    for (const name of names) {
      const counted = this.#events.get(name);
      if (counted === undefined) await this.#countAnew(name);
      else if (!(await this.#countOn(counted))) {
        this.#isNewestGood = false;
        await this.#countAnew(name);
      }
    }
    if (!this.#isNewestGood) await this.#readNewest();
  }

  #countOn({ segment, tally }: Counted): Promise<boolean> {
    return segment.readOn((line, sizeBytes) => {
      if ('event' in line) count(tally, line);
      this.#newest.add(line, sizeBytes);
    });
  }

  async #countAnew(name: string): Promise<void> {
    const counted = { segment: this.#open(name), tally: emptyTally() };
    this.#events.set(name, counted);
    // Removed by another window since it was listed.
    if (!(await this.#countOn(counted))) this.#events.delete(name);
  }

  /** Reads the newest segments again, as far back as the newest events are in them. */
  async #readNewest(): Promise<void> {
    this.#newest.clear();
    for (const { name, modifiedMs } of await this.#segments.byLastWrite('events')) {
      if (this.#newest.isPast(modifiedMs)) break;
      await this.#countAnew(name);
    }
    this.#isNewestGood = true;
  }

  async #readLabels(): Promise<void> {
    const names = await this.#segments.names('labels');
    let isGood = !forgetAllBut(names, this.#labelled);
    for (const name of names) isGood = (await this.#labelOn(name)) && isGood;
    if (isGood) return;
    // Labels are few: where some are gone, all of them are read again.
    this.#labelled.clear();
    this.#labels = new Map();
    for (const name of names) await this.#labelOn(name);
  }

  async #labelOn(name: string): Promise<boolean> {
    const segment = this.#labelled.get(name) ?? this.#open(name);
    this.#labelled.set(name, segment);
    return segment.readOn((line) => {
      if ('label' in line) keepNewest(this.#labels, line.at, line.label);
    });
  }

  #open(name: string): GrowingSegment {
    return new GrowingSegment(this.#files, this.#segments.path(name));
  }
}

/** Whether one was known that is not among `names` any more. */
function forgetAllBut(names: readonly string[], known: Map<string, unknown>): boolean {
  const listed = new Set(names);
  const gone = [...known.keys()].filter((name) => !listed.has(name));
  for (const name of gone) known.delete(name);
  return gone.length > 0;
}
