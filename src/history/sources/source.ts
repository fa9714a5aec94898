import type { SourceFault, SourceId } from '../../core/historySource';

/** The machine whose files are read. */
export interface Machine {
  /** The home folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `any`: the folders of Linux, macOS and Windows, for a home folder copied from another machine. */
  readonly platform: NodeJS.Platform | 'any';
}

/** The answer of a person, or of the host's own rules, to a command. */
export type SourceDecision = 'approved' | 'refused' | 'machine-denied';

/** A command as recorded by a source. */
export interface SourceCommand {
  /** Unique within a source, across its files. */
  readonly key: string;
  readonly command: string;
  /** ISO 8601; absent if the source has no times. */
  readonly ts?: string;
  readonly tool?: string;
  readonly cwd?: string;
  readonly sessionId?: string;
  readonly exitCode?: number;
  /** Absent if the source does not record how it ended. */
  readonly failed?: boolean;
  /** False for a command that was requested and did not run, although no person refused it. */
  readonly ran?: false;
  readonly decision?: SourceDecision;
  /** The rule that a person saved and that lets this command run. */
  readonly savedRule?: string;
}

/** Where reading a file continues, and what earlier lines contained (the working folder, for example). */
export interface Position {
  readonly offset: number;
  readonly context: Readonly<Record<string, string>>;
}

/** Commands of a file, and the position after them. */
export interface SourceBatch {
  readonly commands: readonly SourceCommand[];
  readonly faults: readonly Omit<SourceFault, 'path'>[];
  /** Number of lines that cannot be parsed. */
  readonly skipped: number;
  readonly position: Position;
}

/** Where a read starts, and what it needs to know. */
export interface ReadOptions {
  readonly from: Position;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  /**
   * Whether the file is read once and never again: calls without a result and a last line without a line end are then
   * returned too. Otherwise they are left for the next read.
   */
  readonly isFinal?: boolean;
  readonly signal?: AbortSignal;
}

/** Which files of a folder belong to a source. */
export interface SourcePlace {
  readonly root: string;
  /**
   * Whether to read the file at this path below `root` (with `/`). If absent, `root` itself is the
   * file.
   */
  readonly includes?: (path: string) => boolean;
  /** Maximum depth of the files below `root`. */
  readonly maxDepth?: number;
  /** Whether the files are SQLite databases, which may have a write-ahead log next to them. */
  readonly isSqlite?: boolean;
}

/** A rule that a person saved at a prompt of a host: commands that begin with these words run without asking. */
export interface SavedRule {
  /** The words, joined by spaces. */
  readonly prefix: string;
  /** Whether nothing may follow. */
  readonly isWhole: boolean;
  /** The project it holds in; everywhere where absent. */
  readonly folder?: string;
}

/**
 * One format: where its files are and how they are read. Each format file in this folder exports
 * one.
 */
export interface SourceFormat {
  readonly id: SourceId;
  /** The name of the program. */
  readonly name: string;
  /** Size of a file divided by its number of commands, as seen in practice. */
  readonly bytesPerCommand: number;
  readonly maxBytes: number;
  places(machine: Machine): readonly SourcePlace[];
  /**
   * Rules that a person saved at the program's prompts; absent if the program has none that can be
   * read.
   */
  readonly savedRules?: (machine: Machine) => Promise<readonly SavedRule[]>;
  read(path: string, options: ReadOptions): AsyncIterable<SourceBatch>;
}

export const START: Position = { offset: 0, context: {} };
const MIB = 1024 * 1024;
/** Largest transcript of an agent that is read. */
export const MAX_TRANSCRIPT_BYTES = 512 * MIB;
/** Largest history of a shell that is read: equal commands are numbered, so all of them are held in memory. */
export const MAX_SHELL_BYTES = 32 * MIB;
/** Largest database that is copied and read. */
export const MAX_DATABASE_BYTES = 2048 * MIB;

/** Why a file cannot be read, in words for the person. */
export class UnreadableSource extends Error {}
