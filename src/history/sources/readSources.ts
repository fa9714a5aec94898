import type { CommandEvent } from '../../core/event';
import type { SourceFault, SourceId } from '../../core/historySource';
import { IdSet } from '../idSet';
import { redact, redactEvent } from '../redact/redact';
import { FORMATS } from './formats';
import { readFormat } from './readFormat';
import { type Machine, type SourceDecision, START } from './source';
import { eventFromSource } from './sourceEvent';

/** A redacted command and the file that it was read from. */
export interface FoundCommand {
  readonly event: CommandEvent;
  readonly file: string;
  /** Absent if no person was asked, or the source does not record it. */
  readonly decision?: SourceDecision;
}

export interface ReadSourcesOptions {
  readonly machine: Machine;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  readonly onFault: (fault: SourceFault) => void;
  /** `done` of `total` bytes of the program `name`. */
  readonly onProgress: (name: string, done: number, total: number) => void;
}

/**
 * Streams all commands of the given sources from the start, each once even if several files contain it. Commands without
 * a result are included.
 */
export async function* readSources(
  ids: readonly SourceId[],
  { machine, wasmPath, onFault, onProgress }: ReadSourcesOptions,
): AsyncGenerator<readonly FoundCommand[]> {
  const seen = new IdSet();
  for (const format of FORMATS.filter(({ id }) => ids.includes(id))) {
    const options = { machine, wasmPath, onFault, nowMs: Infinity, isFinal: true };
    for await (const batch of readFormat(format, { ...options, from: () => START })) {
      onProgress(format.name, batch.doneBytes, batch.totalBytes);
      const file = redact(batch.file.path);
      yield batch.commands.flatMap((command) => {
        const event = eventFromSource(format.id, command);
        if (!seen.add(event.id)) return [];
        const { decision } = command;
        return [
          { event: redactEvent(event), file, ...(decision === undefined ? {} : { decision }) },
        ];
      });
    }
  }
}
