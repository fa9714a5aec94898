import * as l10n from '@vscode/l10n';
import {
  type CommandEvent,
  type EventOutcome,
  type StoredCommands,
  effectiveLabel,
} from '../core/event';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import type { FoundCommands, HistoryQuery } from '../core/historyQuery';
import type { LabelChoice } from '../core/label';
import type {
  Clock,
  DayCounts,
  Disposable,
  EventHistory,
  HistorySummary,
  ImportReport,
  RuleHits,
  RunControl,
} from '../core/ports';
import { exportHistory } from './historyExport';
import { importHistory } from './historyImport';
import { IdSet } from './idSet';
import { HistorySearch } from './historySearch';
import { openImport } from './openImport';
import { eventsWithOutcomes, readEvents } from './historyRead';
import { removalFilter, removeEvents } from './historyRemove';
import { HistorySegments } from './historySegments';
import { HistoryTail } from './historyTail';
import { redact, redactEvent, redactId } from './redact/redact';
import type { EventImport } from './sources/sources';
import type { SpoolTarget } from './spool';

export interface HistoryOptions {
  readonly files: Files;
  /** The history folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** `processToken()` of this process, which writes its own files. */
  readonly owner: string;
  /** Imports a CSV file into the same folder in another process. Default: in this process. */
  readonly importElsewhere?: EventHistory['importCsv'];
  /** File size after which a new file is started. */
  readonly maxBytes?: number;
}

/** The command history in the extension host. Every event is redacted before it is written. */
export interface CommandHistory extends EventHistory, SpoolTarget {
  /** Opens an import. `add` resolves to the events that were not in the history; `close` notifies listeners. */
  importing(): Promise<EventImport>;
  summary(): Promise<HistorySummary>;
  /**
   * The newest `limit` commands that match, newest first, of the whole history. The last query is kept, so that asking again
   * reads only what is new. A query that another one replaces throws `cancelled`.
   */
  query(query: HistoryQuery, limit: number): Promise<FoundCommands>;
  /** An event with its label and outcome; undefined if it is not in the history. */
  find(eventId: string): Promise<CommandEvent | undefined>;
  /** The counts of each day, by `localDay`. */
  dayCounts(): Promise<ReadonlyMap<string, DayCounts>>;
  /** Notifies listeners that another process has written to the history. */
  refresh(): void;
  /** Deletes events stored more than `days` days ago, regardless of their own timestamps. */
  retain(days: number): Promise<number>;
}

/** As many as are kept in memory. */
const NEWEST = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Opens the command history. Reads and writes nothing until a method is called. */
export function createHistory(options: HistoryOptions): CommandHistory {
  return new FileHistory(options);
}

class FileHistory implements CommandHistory {
  private readonly files: Files;
  private readonly importElsewhere: HistoryOptions['importElsewhere'];
  private readonly clock: Clock;
  private readonly folder: string;
  private readonly segments: HistorySegments;
  private readonly tail: HistoryTail;
  /** The last query. */
  private searched: { readonly key: string; readonly search: HistorySearch } | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(options: HistoryOptions) {
    this.files = options.files;
    this.importElsewhere = options.importElsewhere;
    this.clock = options.clock;
    this.folder = options.folder;
    this.segments = new HistorySegments(options);
    this.tail = new HistoryTail(options.files, this.segments);
  }

  async append(events: readonly CommandEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.write(events);
    this.changed();
  }

  recent(limit: number): Promise<readonly CommandEvent[]> {
    return this.tail.recent(limit);
  }

  query(query: HistoryQuery, limit: number): Promise<FoundCommands> {
    const key = JSON.stringify(query);
    if (this.searched?.key !== key) {
      this.searched?.search.stop();
      this.searched = { key, search: new HistorySearch(this.files, this.segments, query) };
    }
    return this.searched.search.newest(limit);
  }

  async find(eventId: string): Promise<CommandEvent | undefined> {
    const newest = (await this.tail.recent(NEWEST)).find(({ id }) => id === eventId);
    if (newest !== undefined) return newest;
    for await (const event of this.all()) if (event.id === eventId) return event;
    return undefined;
  }

  async addOutcomes(outcomes: readonly EventOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    await this.writeOutcomes(outcomes);
    this.changed();
  }

  all(): AsyncGenerator<CommandEvent> {
    return eventsWithOutcomes(this.segments);
  }

  async labelled({ withFolders = false } = {}): Promise<StoredCommands> {
    const { total } = await this.summary();
    return { historyFolder: this.folder, events: total, withFolders };
  }

  async label(eventId: string, label: LabelChoice, author: string): Promise<CommandEvent> {
    const event = await this.stored(eventId);
    const given = { eventId, label, was: effectiveLabel(event), author: redact(author) };
    await this.segments.append('labels', [{ at: this.clock.now(), label: given }]);
    this.changed();
    return label === 'none' ? event : { ...event, label };
  }

  async importCsv(path: string, run: RunControl = {}): Promise<ImportReport> {
    const write = (events: readonly CommandEvent[]): Promise<void> => this.write(events);
    try {
      if (this.importElsewhere !== undefined) return await this.importElsewhere(path, run);
      return await importHistory(this.segments, path, write, run);
    } finally {
      this.changed();
    }
  }

  importing(): Promise<EventImport> {
    return openImport(this.segments, {
      write: (events) => this.write(events),
      addOutcomes: (outcomes) => this.writeOutcomes(outcomes),
      close: () => {
        this.changed();
      },
    });
  }

  exportCsv(path: string, run: RunControl = {}): Promise<number> {
    return exportHistory(this.files, () => this.all(), path, run);
  }

  async remove(which: { beforeMs?: number; text?: string }): Promise<number> {
    const count = await removeEvents(this.files, this.segments, removalFilter(which));
    this.changed();
    return count;
  }

  async retain(days: number): Promise<number> {
    const before = this.clock.now() - days * DAY_MS;
    const count = await removeEvents(this.files, this.segments, (line) => line.at < before);
    if (count > 0) this.changed();
    return count;
  }

  refresh(): void {
    this.changed();
  }

  ruleHits(): Promise<ReadonlyMap<string, RuleHits>> {
    return this.tail.ruleHits();
  }

  summary(): Promise<HistorySummary> {
    return this.tail.summary();
  }

  dayCounts(): Promise<ReadonlyMap<string, DayCounts>> {
    return this.tail.dayCounts();
  }

  async idsOf(owner?: string): Promise<IdSet> {
    const ids = new IdSet();
    for (const name of await this.segments.names('events', owner)) {
      for await (const lines of readEvents(this.segments, name)) {
        for (const { event } of lines) ids.add(event.id);
      }
    }
    return ids;
  }

  onDidChange(listener: () => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Redacts and writes events. All events are written by this method. */
  private write(events: readonly CommandEvent[]): Promise<void> {
    const at = this.clock.now();
    const lines = events.map((event) => ({ at, event: redactEvent(event) }));
    return this.segments.append('events', lines);
  }

  private writeOutcomes(outcomes: readonly EventOutcome[]): Promise<void> {
    const at = this.clock.now();
    const lines = outcomes.map((outcome) => ({
      at,
      outcome: { ...outcome, eventId: redactId(outcome.eventId) },
    }));
    return this.segments.append('events', lines);
  }

  /** An event as stored, without its outcome. */
  private async stored(eventId: string): Promise<CommandEvent> {
    const newest = await this.tail.find(eventId);
    if (newest !== undefined) return newest;
    for (const { name } of await this.segments.byLastWrite('events')) {
      for await (const lines of readEvents(this.segments, name)) {
        const line = lines.find(({ event }) => event.id === eventId);
        if (line !== undefined) return line.event;
      }
    }
    throw new RulewrightError(
      'not-found',
      l10n.t('There is no event {0} in the history.', eventId),
      {
        hint: l10n.t('It may have been deleted. Refresh the list.'),
      },
    );
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
