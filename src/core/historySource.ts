import type { RunControl } from './ports';

/** Programs whose own history files can be imported. */
export const SourceId = [
  'claude-code',
  'vscode-chat',
  'codex',
  'gemini-cli',
  'copilot-cli',
  'opencode',
  'atuin',
  'bash',
  'zsh',
  'fish',
  'psreadline',
] as const;
export type SourceId = (typeof SourceId)[number];

/** The valid source ids in the value of a setting. */
export function sourceIdsIn(texts: readonly string[]): readonly SourceId[] {
  return SourceId.filter((id) => texts.includes(id));
}

/** A source of history on this machine. Its files have been listed, not opened. */
export interface FoundSource {
  readonly id: SourceId;
  /** The name of the program. */
  readonly name: string;
  /** The folder or file. */
  readonly path: string;
  readonly files: number;
  readonly sizeBytes: number;
  /** Estimated number of commands, based on the size. */
  readonly about: number;
  /**
   * Whether the files also contain other data, such as texts and tool output, so that the estimate `about` is
   * inaccurate.
   */
  readonly hasNoEstimate: boolean;
  /** Modification time of the least recently changed file, in epoch milliseconds. */
  readonly oldestMs: number;
  /** Modification time of the most recently changed file, in epoch milliseconds. */
  readonly newestMs: number;
}

/** A file, or a line of it (the first is 1), that could not be read. */
export interface SourceFault {
  readonly path: string;
  readonly line?: number;
  readonly problem: string;
}

/** The result of an import from one source. */
export interface SourceReport {
  readonly id: SourceId;
  readonly imported: number;
  /** Commands that were already in the history. */
  readonly repeated: number;
  /** Lines that could not be parsed. */
  readonly skipped: number;
  /** Imported commands that a user had refused. */
  readonly refused: number;
}

export interface SourceImport {
  readonly sources: readonly SourceReport[];
  /** The first 100 faults. */
  readonly faults: readonly SourceFault[];
  /** Whether the user cancelled. Commands imported before that are kept. */
  readonly isCancelled: boolean;
}

/** Command histories of other programs on this machine. */
export interface HistorySources {
  /** Lists the sources without opening any file. */
  discover(): Promise<readonly FoundSource[]>;
  /** Imports the commands that are not in the history yet. Importing twice adds nothing. */
  import(ids: readonly SourceId[], run?: RunControl): Promise<SourceImport>;
}
