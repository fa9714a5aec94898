import type { FileContent, Files } from '../../src/core/fileAccess';
import { fileError, type FileAction } from '../../src/files/fileError';

/** The fault at a step. `crash`: nothing works afterwards, as after kill -9. */
export const FAULTS = ['ENOSPC', 'EIO', 'EACCES', 'EPERM', 'short write', 'crash'] as const;
export type Fault = (typeof FAULTS)[number];

/** `Files` with an injected failure at one step. */
export interface FaultyFiles extends Files {
  /** Number of steps so far. */
  readonly steps: number;
  /** Fails at the `step`th step from now on, starting at 1. */
  failAt(step: number, fault: Fault): void;
  /** Removes the fault. */
  heal(): void;
}

/** Wraps `files` so that any operation can be made to fail. */
export function createFaultyFiles(files: Files): FaultyFiles {
  let steps = 0;
  let target = Infinity;
  let fault: Fault = 'EIO';

  /** Throws if this step must fail; `partly` leaves the state of an interrupted write. */
  const step = async (
    doing: FileAction,
    path: string,
    partly?: () => Promise<unknown>,
  ): Promise<void> => {
    const isHere = steps + 1 === target;
    if (isHere && (fault === 'crash' || fault === 'short write')) await partly?.();
    count(doing, path);
  };
  const count = (doing: FileAction, path: string): void => {
    steps += 1;
    if (steps < target) return;
    if (fault === 'crash') throw new Error('crashed');
    if (steps !== target) return;
    const code = fault === 'short write' ? 'ENOSPC' : fault;
    throw fileError(Object.assign(new Error(code), { code }), doing, path);
  };
  return {
    get steps() {
      return steps;
    },
    failAt: (from, kind) => {
      target = steps + from;
      fault = kind;
    },
    heal: () => {
      target = Infinity;
    },
    read: async (path, maxBytes) => {
      await step('read', path);
      return files.read(path, maxBytes);
    },
    open: async (path) => {
      await step('read', path);
      const file = await files.open(path);
      if (file === undefined) return undefined;
      return {
        ...file,
        readInto: (room, from) => {
          count('read', path);
          return file.readInto(room, from);
        },
      };
    },
    readPieces: async function* (path, start) {
      await step('read', path);
      yield* files.readPieces(path, start);
    },
    stat: async (path) => {
      await step('read', path);
      return files.stat(path);
    },
    followLinks: async (path) => {
      await step('read', path);
      return files.followLinks(path);
    },
    list: async (folder) => {
      await step('list', folder);
      return files.list(folder);
    },
    namePieces: async function* (folder) {
      await step('list', folder);
      yield* files.namePieces(folder);
    },
    writeNew: async (path, content, options) => {
      await step('write', path, () => files.writeNew(path, half(content), options));
      return files.writeNew(path, content, options);
    },
    link: async (from, to) => {
      await step('write', to);
      return files.link(from, to);
    },
    append: async (path, bytes, options) => {
      await step('write', path, () => files.append(path, bytes.subarray(0, bytes.length / 2)));
      return files.append(path, bytes, options);
    },
    rename: async (from, to) => {
      await step('replace', to);
      return files.rename(from, to);
    },
    remove: async (path) => {
      await step('remove', path);
      return files.remove(path);
    },
    makeFolder: async (path) => {
      await step('create', path);
      return files.makeFolder(path);
    },
    syncFolder: async (path) => {
      await step('write', path);
      return files.syncFolder(path);
    },
  };
}

function half(content: FileContent): FileContent {
  return content instanceof Uint8Array ? content.subarray(0, content.length / 2) : content;
}
