import { REFUSED, type CommandEvent } from '../../core/event';
import type { Files } from '../../core/fileAccess';
import type {
  HistorySources,
  SourceFault,
  SourceId,
  SourceImport,
  SourceReport,
} from '../../core/historySource';
import type { Clock, RunControl } from '../../core/ports';
import { discoverSources } from './discover';
import { eventFromSource } from './sourceEvent';
import { FORMATS } from './formats';
import { Positions } from './positions';
import { readFormat } from './readFormat';
import { savedRuleFor } from './savedRules';
import type { Machine, SavedRule, SourceBatch, SourceCommand, SourceFormat } from './source';

/** An open import. */
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
  /** The file that stores the read position of each file. */
  readonly positionsPath: string;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  /** The history. */
  readonly target: { importing(): Promise<EventImport> };
  readonly clock: Clock;
}

const MAX_FAULTS = 100;

/** The histories of other programs on this machine. Only `import` opens files, and only those of the named sources. */
export function createSources(options: SourceOptions): HistorySources {
  return {
    discover: () => discoverSources(options.machine),
    import: (ids, run) => importSources(options, ids, run ?? {}),
  };
}

async function importSources(
  options: SourceOptions,
  ids: readonly SourceId[],
  run: RunControl,
): Promise<SourceImport> {
  const importTarget = await options.target.importing();
  // If the history was emptied, read everything again.
  const positions = await Positions.load(
    options.files,
    options.positionsPath,
    importTarget.isEmpty,
  );
  const sources: SourceReport[] = [];
  const faults: SourceFault[] = [];
  try {
    for (const format of FORMATS.filter(({ id }) => ids.includes(id))) {
      const one = new FormatImport(options, format, run, faults);
      sources.push(await one.run(importTarget, positions));
      await positions.save();
      if (isCancelled(run)) break;
    }
  } finally {
    importTarget.close();
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

  async run(importTarget: EventImport, positions: Positions): Promise<SourceReport> {
    const { machine, wasmPath, clock } = this.options;
    const { signal, onProgress } = this.control;
    this.savedRules = (await this.format.savedRules?.(machine)) ?? [];
    const batches = readFormat(this.format, {
      ...{ machine, wasmPath, nowMs: clock.now(), ...(signal === undefined ? {} : { signal }) },
      from: (file) => positions.of(file),
      onFault: (fault) => {
        if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
      },
    });
    for await (const batch of batches) {
      await this.add(batch, importTarget);
      positions.note(batch.file, batch.position);
      onProgress?.(this.format.name, batch.doneBytes, batch.totalBytes);
    }
    const { imported, repeated, skipped, refused } = this;
    return { id: this.format.id, imported, repeated, skipped, refused };
  }

  private async add({ commands, skipped }: SourceBatch, importTarget: EventImport): Promise<void> {
    const events = commands.map((command) => this.eventOf(command));
    const added = await importTarget.add(events);
    this.imported += added.length;
    this.repeated += events.length - added.length;
    this.refused += added.filter(({ eventType }) => eventType === REFUSED).length;
    this.skipped += skipped;
  }

  private eventOf(command: SourceCommand): CommandEvent {
    const rule = savedRuleFor(this.savedRules, command.command, command.cwd);
    const found = rule === undefined ? command : { ...command, savedRule: rule.prefix };
    return eventFromSource(this.format.id, found);
  }
}
