import type { FoundSource, SourceId, SourceImport } from '../../core/historySource';
import type { ImportReport } from '../../core/ports';
import type { Machine } from '../sources/source';

/** Options that the import process gets from the extension host. */
export interface ImportOptions {
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

/** The functions of the import process, which runs a single import. */
export interface ImportFunctions {
  /** Called first. */
  open(options: ImportOptions): void;
  discover(): Promise<readonly FoundSource[]>;
  import(ids: readonly SourceId[]): Promise<SourceImport>;
  importCsv(path: string): Promise<ImportReport>;
  /** Cancels a running import. Commands imported so far are kept. */
  cancel(): void;
}

/** The functions of the extension host for the import process. */
export interface HostFunctions {
  progress(stage: string, done: number, total: number): void;
}
