import * as l10n from '@vscode/l10n';
import { REFUSED, type CommandEvent } from '../../core/event';
import type { Files } from '../../core/files';
import type {
  FoundSource,
  HistorySources,
  SourceFault,
  SourceId,
  SourceImport,
  SourceReport,
} from '../../core/historySource';
import type { Clock, RunControl } from '../../core/ports';
import { isRulewrightError } from '../../core/errors';
import { eventFromSource } from './sourceEvent';
import { filesOf, type SourceFile } from './files';
import { FORMATS } from './formats';
import { Positions } from './positions';
import { savedRuleFor } from './savedRules';
import {
  type Machine,
  type Position,
  type SavedRule,
  type SourceCommand,
  type SourceFormat,
  UnreadableSource,
} from './source';

/** An import under way. */
export interface EventImport {
  /** Whether the history was empty before it. */
  readonly isEmpty: boolean;
  /** Resolves to the events that the history did not have. */
  add(events: readonly CommandEvent[]): Promise<readonly CommandEvent[]>;
  close(): void;
}

export interface SourceOptions {
  readonly machine: Machine;
  readonly files: Files;
  /** The file that remembers how far each file was read. */
  readonly positionsPath: string;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  /** The history. */
  readonly target: { importing(): Promise<EventImport> };
  readonly clock: Clock;
}

const MAX_FAULTS = 100;

/** The histories that other programs keep on this machine. A file is opened only by `import`, and only if it is named. */
export function createSources(options: SourceOptions): HistorySources {
  return {
    discover: async () => {
      const all = await Promise.all(FORMATS.map((format) => discover(format, options.machine)));
      return all.filter((found) => found !== undefined);
    },
    import: (ids, run) => importSources(options, ids, run ?? {}),
  };
}

async function discover(format: SourceFormat, machine: Machine): Promise<FoundSource | undefined> {
  const lists = await Promise.all(
    format.places(machine).map(async (place) => ({ place, files: await filesOf(place) })),
  );
  const [first] = lists.filter(({ files }) => files.length > 0);
  if (first === undefined) return undefined;
  const files = lists.flatMap((list) => list.files);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return {
    id: format.id,
    name: format.name,
    path: first.place.root,
    files: files.length,
    sizeBytes,
    about: Math.max(1, Math.round(sizeBytes / format.bytesPerCommand)),
    newestMs: files.reduce((newest, { modifiedMs }) => Math.max(newest, modifiedMs), 0),
  };
}

async function importSources(
  options: SourceOptions,
  ids: readonly SourceId[],
  run: RunControl,
): Promise<SourceImport> {
  const into = await options.target.importing();
  // Whoever emptied the history and imports again wants it all again.
  const positions = await Positions.load(options.files, options.positionsPath, into.isEmpty);
  const sources: SourceReport[] = [];
  const faults: SourceFault[] = [];
  try {
    for (const format of FORMATS.filter(({ id }) => ids.includes(id))) {
      const one = new FormatImport(options, format, run, faults);
      sources.push(await one.run(into, positions));
      await positions.save();
      if (isCancelled(run)) break;
    }
  } finally {
    into.close();
  }
  return { sources, faults, isCancelled: isCancelled(run) };
}

const isCancelled = ({ signal }: RunControl): boolean => signal?.aborted === true;

/** The import of one format. */
class FormatImport {
  private imported = 0;
  private repeated = 0;
  private skipped = 0;
  private refused = 0;
  private savedRules: readonly SavedRule[] = [];

  constructor(
    private readonly options: SourceOptions,
    private readonly format: SourceFormat,
    private readonly control: RunControl,
    private readonly faults: SourceFault[],
  ) {}

  async run(into: EventImport, positions: Positions): Promise<SourceReport> {
    const files = await this.list();
    this.savedRules = (await this.format.savedRules?.(this.options.machine)) ?? [];
    const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let done = 0;
    for (const file of files) {
      if (isCancelled(this.control)) break;
      const from = positions.of(file);
      if (from !== undefined && this.isReadable(file)) {
        const before = done;
        await this.readFile(file, from, into, positions, (offset) => {
          this.control.onProgress?.(this.format.name, before + offset, total);
        });
      }
      done += file.sizeBytes;
    }
    const { imported, repeated, skipped, refused } = this;
    return { id: this.format.id, imported, repeated, skipped, refused };
  }

  private async list(): Promise<readonly SourceFile[]> {
    const lists = this.format.places(this.options.machine).map((place) =>
      filesOf(place, (path) => {
        this.fault({ path, problem: l10n.t('the folder cannot be read') });
      }),
    );
    return (await Promise.all(lists)).flat();
  }

  private isReadable({ path, sizeBytes }: SourceFile): boolean {
    const { maxBytes } = this.format;
    if (sizeBytes <= maxBytes) return true;
    const limit = Math.round(maxBytes / (1024 * 1024));
    this.fault({ path, problem: l10n.t('the file is larger than {0} MiB', limit) });
    return false;
  }

  /** What was read of a file stays, however its reading ends. */
  private async readFile(
    file: SourceFile,
    from: Position,
    into: EventImport,
    positions: Positions,
    onOffset: (offset: number) => void,
  ): Promise<void> {
    const { signal } = this.control;
    const nowMs = this.options.clock.now();
    const { wasmPath } = this.options;
    const options = { from, nowMs, wasmPath, ...(signal === undefined ? {} : { signal }) };
    try {
      for await (const batch of this.format.read(file.path, options)) {
        const events = batch.commands.map((command) => this.eventOf(command));
        const added = await into.add(events);
        this.imported += added.length;
        this.repeated += events.length - added.length;
        this.refused += added.filter(({ eventType }) => eventType === REFUSED).length;
        this.skipped += batch.skipped;
        for (const fault of batch.faults) this.fault({ path: file.path, ...fault });
        positions.note(file, batch.position);
        onOffset(batch.position.offset);
      }
    } catch (error) {
      if (isCancelled(this.control)) return;
      if (isRulewrightError(error)) throw error; // of our own history
      const problem =
        error instanceof UnreadableSource ? error.message : l10n.t('the file cannot be read');
      this.fault({ path: file.path, problem });
    }
  }

  private eventOf(command: SourceCommand): CommandEvent {
    const rule = savedRuleFor(this.savedRules, command.command, command.cwd);
    const found = rule === undefined ? command : { ...command, savedRule: rule.prefix };
    return eventFromSource(this.format.id, found);
  }

  private fault(fault: SourceFault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
}
