import type { FoundSource, SourceId, SourceImport } from '../../core/historySource';
import type { Machine } from '../sources/source';

/** Options that the import thread gets from the extension host. */
export interface ImportThreadData {
  /** The history folder. */
  readonly historyFolder: string;
  /** The file with the read positions. */
  readonly positionsPath: string;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  readonly machine: Machine;
  /** Translated texts by English text: the l10n bundle. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The functions of the import thread. */
export interface ImportFunctions {
  discover(): Promise<readonly FoundSource[]>;
  import(ids: readonly SourceId[]): Promise<SourceImport>;
  /** Ends a running import. What was imported stays. */
  cancel(): void;
}

/** The functions of the extension host for the import thread. */
export interface HostFunctions {
  progress(stage: string, done: number, total: number): void;
}
