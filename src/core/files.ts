/** What is known of a file without reading it. */
export interface FileStat {
  readonly sizeBytes: number;
  /** Which file this is, whatever is written to it: one that takes its place has another. Inode and device as one text. */
  readonly file: string;
  /** Changes whenever the content was replaced or written to: inode, size and time in nanoseconds as one text. */
  readonly identity: string;
  /** Epoch milliseconds. */
  readonly modifiedMs: number;
  readonly isFolder: boolean;
  /** Who may read, write and run it: the last nine bits of what Unix calls the mode. */
  readonly mode: number;
}

/** How a new file is made. */
export interface NewFile {
  /** Forces it to disk before resolving; so unless it is false. */
  readonly sync?: boolean;
  /** Who may do what with it; its owner may read and write unless told otherwise. */
  readonly mode?: number;
}

/** What a file is made of: bytes, or pieces that arrive one after the other. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * A file held open for reading: it stays the same one when its name is given to another. Reading is synchronous, for
 * those who are asked for bytes in the middle of a computation.
 */
export interface OpenFile {
  /** As it was when the file was opened. */
  readonly sizeBytes: number;
  /** Fills `room` with what is there from byte `from` on, and tells how many bytes that were. */
  readInto(room: Uint8Array, from: number): number;
  /** May be called again. */
  close(): void;
}

/**
 * Files as the rooms that keep things see them. Tests hand in one that fails on purpose.
 * Failures are `RulewrightError`s that name the path and the cure: `disk-full`, `store-readonly` or `io-failed`.
 */
export interface Files {
  /** The whole file, or undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Holds a file open until it is closed. Undefined where there is none. */
  open(path: string): Promise<OpenFile | undefined>;
  /** The file in pieces of at most 64 KiB, from byte `start` on. A missing file has no pieces. */
  readPieces(path: string, start?: number): AsyncIterable<Uint8Array>;
  /** Undefined where there is nothing. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The file that links at `path` lead to; `path` itself where there is no link, or nothing behind it. */
  followLinks(path: string): Promise<string>;
  /** Names in a folder, sorted; none where there is no folder. */
  list(folder: string): Promise<readonly string[]>;
  /**
   * Makes a file that was not there.
   * False, and nothing changed, where something is there already.
   */
  writeNew(path: string, content: FileContent, options?: NewFile): Promise<boolean>;
  /** Gives a file a second name in one step. False, and nothing changed, where that name or no file at `from` is there. */
  link(from: string, to: string): Promise<boolean>;
  /** Adds to the end in one write call, making the file if need be. `sync` forces it to disk before resolving. */
  append(path: string, bytes: Uint8Array, options?: { readonly sync?: boolean }): Promise<void>;
  /** Replaces what is at `to`. Rejects where `from` is not there. */
  rename(from: string, to: string): Promise<void>;
  /** Removes one file. False where there was none. */
  remove(path: string): Promise<boolean>;
  /** Makes a folder and the ones above it, readable by this person alone. Existing ones stay as they are. */
  makeFolder(path: string): Promise<void>;
  /** Forces the names in a folder to disk, where the system can do that. */
  syncFolder(path: string): Promise<void>;
}
