/** The status of a file. */
export interface FileStat {
  readonly sizeBytes: number;
  /** Device and inode. Unchanged when the file is written to; different for a replacement. */
  readonly file: string;
  /** Device, inode, size and modification time in nanoseconds. */
  readonly identity: string;
  /**
   * `identity` with the time of the last status change, which no program can set back. Creating hard links changes it
   * as well.
   */
  readonly mark: string;
  /** Epoch milliseconds. */
  readonly modifiedMs: number;
  readonly isFolder: boolean;
  /** Whether it is a regular file. Opening a pipe for reading would wait for a writer. */
  readonly isFile: boolean;
  /** Permission bits (the last nine bits of the Unix mode). */
  readonly mode: number;
}

/** Options for a new file. */
export interface NewFile {
  /** Whether to sync it to disk before resolving. Default true. */
  readonly sync?: boolean;
  /** Permission bits. Default: read and write for the owner. */
  readonly mode?: number;
}

/** The content of a file: bytes, or a stream of chunks. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * A file that is open for reading. It remains the same file if its path is replaced. Reads are synchronous, for callers
 * that need bytes in the middle of a computation.
 */
export interface OpenFile {
  /** Size when the file was opened. */
  readonly sizeBytes: number;
  /** Reads into `buffer` from the position `from`. Returns the number of bytes read. */
  readInto(buffer: Uint8Array, from: number): number;
  /** Can be called more than once. */
  close(): void;
}

/**
 * File system access. Tests pass implementations that fail on purpose. Failures are `RulewrightError`s with the path and
 * a hint: `disk-full`, `store-readonly` or `io-failed`.
 */
export interface Files {
  /** The content of a file; undefined if it does not exist. Rejects if it has more than `maxBytes` (default: 2 GiB). */
  read(path: string, maxBytes?: number): Promise<Uint8Array | undefined>;
  /** Opens a file for reading; undefined if it does not exist. */
  open(path: string): Promise<OpenFile | undefined>;
  /** The content in chunks of at most 64 KiB, starting at byte `start`. A missing file has no chunks; a pipe is rejected. */
  readPieces(path: string, start?: number): AsyncIterable<Uint8Array>;
  /** Undefined if it does not exist. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The target of symbolic links at `path`; `path` itself if there is no link or no target. */
  followLinks(path: string): Promise<string>;
  /** Sorted names in a folder; empty if it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** The names in a folder in chunks of at most 500, unordered. A missing folder has none. */
  namePieces(folder: string): AsyncIterable<readonly string[]>;
  /**
   * Creates a file. Returns false, without any change, if it already exists.
   */
  writeNew(path: string, content: FileContent, options?: NewFile): Promise<boolean>;
  /** Creates a hard link. Returns false, without any change, if `to` exists or `from` does not. */
  link(from: string, to: string): Promise<boolean>;
  /** Appends in one write call and creates the file if necessary. `sync` syncs it to disk before resolving. */
  append(path: string, bytes: Uint8Array, options?: { readonly sync?: boolean }): Promise<void>;
  /** Renames a file and replaces `to`. Rejects if `from` does not exist. */
  rename(from: string, to: string): Promise<void>;
  /** Deletes a file. Returns false if it does not exist. */
  remove(path: string): Promise<boolean>;
  /** Creates a folder and its parents, accessible to the user only. Existing ones are unchanged. */
  makeFolder(path: string): Promise<void>;
  /** Syncs a folder to disk, where supported. */
  syncFolder(path: string): Promise<void>;
}
