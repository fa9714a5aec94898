import type { SourceFault, SourceId } from '../../core/historySource';

/** The machine whose files are read. */
export interface Machine {
  /** The home folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `any`: the folder layouts of Linux, macOS and Windows, for a home folder copied from another machine. */
  readonly platform: NodeJS.Platform | 'any';
}

/** The answer of a person, or of the host's own rules, to a request for a command. */
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
  /** Absent if the source does not record it. */
  readonly failed?: boolean;
  /** False for a command that was requested but did not run, although no person refused it. */
  readonly ran?: false;
  readonly decision?: SourceDecision;
  /** The rule, saved by a person, that allows this command. */
  readonly savedRule?: string;
}

/** The position from which to continue reading a file, and values from earlier lines, such as the working directory. */
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

/** The start position and context of a read. */
export interface ReadOptions {
  readonly from: Position;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** `sql-wasm.wasm`. */
  readonly wasmPath: string;
  /**
   * Whether the file is read only once: calls without a result and a last line without a line break are then returned
   * as well. Otherwise they are left for the next read.
   */
  readonly isFinal?: boolean;
  readonly signal?: AbortSignal;
}

/** A location of a source's files. */
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
  /** Whether the command must equal the prefix. */
  readonly isWhole: boolean;
  /** The project in which it applies; absent if it applies everywhere. */
  readonly folder?: string;
}

/** One format: the location of its files and how to read them. Each format file in this folder exports one. */
export interface SourceFormat {
  readonly id: SourceId;
  /** The name of the program. */
  readonly name: string;
  /** Typical file size divided by the number of commands. */
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
/** Maximum size of an agent's transcript, in bytes. */
export const MAX_TRANSCRIPT_BYTES = 512 * MIB;
/** Maximum size of a shell's history, in bytes: all of its commands are held in memory, to number equal ones. */
export const MAX_SHELL_BYTES = 32 * MIB;
/** Maximum size of a database, in bytes. */
export const MAX_DATABASE_BYTES = 2048 * MIB;

/** A file that cannot be read. The message is for the user. */
export class UnreadableSource extends Error {}
