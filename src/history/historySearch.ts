import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import {
  type FoundCommands,
  type HistoryQuery,
  matchesBesideLabel,
  matchesLabel,
} from '../core/historyQuery';
import { createQueue } from '../core/queue';
import { GrowingSegment, type OnLine } from './growingSegment';
import { type HistoryLine, ranAt } from './historyLine';
import { type LabelTimes, keepNewest, withLabel } from './historyRead';
import type { HistorySegments, SegmentKind } from './historySegments';
import { NewestEvents, type NewestLimits } from './newestEvents';

/** The maximum number of events that the dashboard requests, and a memory limit. */
const LIMITS: NewestLimits = { events: 5000, bytes: 8 * 1024 * 1024 };

/**
 * One query over the whole history. The first answer reads all of it, later ones only what was appended. After lines were
 * removed, and after a label was given that may bring in an event that is not in memory, all is read again.
 */
export class HistorySearch {
  readonly #files: Files;
  readonly #segments: HistorySegments;
  readonly #query: HistoryQuery;
  readonly #limits: NewestLimits;
  readonly #queue = createQueue();
  readonly #read = {
    events: new Map<string, GrowingSegment>(),
    labels: new Map<string, GrowingSegment>(),
  };
  /** The events that matched when they were read. Labels given since are looked up for each answer. */
  #found: NewestEvents;
  #count = 0;
  #labels: LabelTimes = new Map();
  #isWhole = false;
  #isStopped = false;

  constructor(
    files: Files,
    segments: HistorySegments,
    query: HistoryQuery,
    limits: NewestLimits = LIMITS,
  ) {
    this.#files = files;
    this.#segments = segments;
    this.#query = query;
    this.#limits = limits;
    this.#found = new NewestEvents(limits);
  }

  /** The newest `limit` events that match. Throws `cancelled` after `stop`. */
  newest(limit: number): Promise<FoundCommands> {
    return this.#queue(async () => {
      if (!(await this.#readNew())) {
        this.#reset();
        await this.#readNew();
      }
      const known = this.#found.kept().map((event) => withLabel(event, this.#labels));
      const events = known.filter((event) => matchesLabel(this.#query, event));
      return {
        events: events.slice(0, limit),
        count: this.#count - (known.length - events.length),
      };
    });
  }

  /** Ends reading that is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  #reset(): void {
    this.#read.events.clear();
    this.#read.labels.clear();
    this.#found = new NewestEvents(this.#limits);
    this.#count = 0;
    this.#labels = new Map();
    this.#isWhole = false;
  }

  /** Reads what was appended. Returns false if all has to be read again. */
  async #readNew(): Promise<boolean> {
    const unconfirmed: string[] = [];
    // Labels first: an event is counted with its label.
    const hasLabels = await this.#readKind('labels', (line) => {
      if (!('label' in line)) return;
      keepNewest(this.#labels, line.at, line.label);
      const { eventId } = line.label;
      if (this.#isWhole && this.#mayBringIn(eventId)) unconfirmed.push(eventId);
    });
    if (!hasLabels || unconfirmed.length > 0) return false;
    const hasEvents = await this.#readKind('events', (line, sizeBytes) => {
      this.#add(line, sizeBytes);
    });
    this.#isWhole = hasEvents;
    return hasEvents;
  }

  async #readKind(kind: SegmentKind, onLine: OnLine): Promise<boolean> {
    const read = this.#read[kind];
    const names = new Set(await this.#segments.names(kind));
    if ([...read.keys()].some((name) => !names.has(name))) return false;
    for (const name of names) {
      const isNew = !read.has(name);
      const segment = read.get(name) ?? new GrowingSegment(this.#files, this.#segments.path(name));
      read.set(name, segment);
      const exists = await segment.readNew((line, sizeBytes) => {
        if (this.#isStopped) throw new RulewrightError('cancelled', l10n.t('Cancelled.'));
        onLine(line, sizeBytes);
      });
      // Another window may have deleted it after it was listed.
      if (!exists && isNew) read.delete(name);
      else if (!exists) return false;
    }
    return true;
  }

  #add(line: HistoryLine, sizeBytes: number): void {
    if ('event' in line) {
      if (!matchesBesideLabel(this.#query, line.event, ranAt(line))) return;
      if (!matchesLabel(this.#query, withLabel(line.event, this.#labels))) return;
      this.#count += 1;
    }
    this.#found.add(line, sizeBytes);
  }

  /** Whether a label of this event may change what matches beyond the events in memory. */
  #mayBringIn(eventId: string): boolean {
    return this.#query.label !== undefined && this.#found.find(eventId) === undefined;
  }
}
