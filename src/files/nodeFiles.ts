import type { FileHandle } from 'node:fs/promises';
import * as fs from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { FileContent, Files, FileStat, NewFile, OpenFile } from '../core/fileAccess';
import { fileError, type FileAction } from './fileError';
import { systemCode } from './systemCode';
import { openFile } from './openFile';
import { renameRetry } from './renameRetry';
import { checkRegular, READ_ONLY } from './wholeFile';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** `Files` on the disk. */
export function createNodeFiles(): Files {
  return Object.freeze({
    read,
    open,
    readPieces,
    stat,
    followLinks,
    list,
    namePieces,
    writeNew,
    link,
    append,
    rename,
    remove,
    makeFolder,
    syncFolder,
  });
}

async function read(path: string, maxBytes = MAX_READ_BYTES): Promise<Uint8Array | undefined> {
  return orMissing(() => readRegular(path, maxBytes), undefined, 'read', path);
}

async function readRegular(path: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await openRegular(path, Math.min(maxBytes, MAX_READ_BYTES));
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Does not wait for the writer of a pipe. */
async function openRegular(path: string, maxBytes: number): Promise<FileHandle> {
  const handle = await fs.open(path, READ_ONLY);
  try {
    checkRegular(await handle.stat(), maxBytes);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Larger files do not fit into one buffer on every supported version of Node and are rejected with
 * an error.
 */
const MAX_READ_BYTES = 2 ** 31 - 1;

async function open(path: string): Promise<OpenFile | undefined> {
  return orMissing(() => openFile(path), undefined, 'read', path);
}

async function* readPieces(path: string, start = 0): AsyncGenerator<Uint8Array> {
  try {
    // Checked after opening, because another program may replace the file before.
    const handle = await openRegular(path, Number.MAX_SAFE_INTEGER);
    for await (const piece of handle.createReadStream({ start, highWaterMark: 65_536 })) {
      yield piece as Buffer;
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileError(error, 'read', path);
  }
}

async function stat(path: string): Promise<FileStat | undefined> {
  const found = await orMissing(() => fs.stat(path, { bigint: true }), undefined, 'read', path);
  if (found === undefined) return undefined;
  const identity = `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
  return {
    sizeBytes: Number(found.size),
    file: `${found.dev}:${found.ino}`,
    identity,
    mark: `${identity}:${found.ctimeNs}`,
    modifiedMs: Number(found.mtimeMs),
    isFolder: found.isDirectory(),
    isFile: found.isFile(),
    mode: Number(found.mode) & 0o777,
  };
}

async function followLinks(path: string): Promise<string> {
  return orMissing(() => fs.realpath(path), path, 'read', path);
}

async function list(folder: string): Promise<readonly string[]> {
  const names = await orMissing(() => fs.readdir(folder), [], 'list', folder);
  return names.sort();
}

const NAMES_PER_PIECE = 500;

async function* namePieces(folder: string): AsyncGenerator<readonly string[]> {
  try {
    let names: string[] = [];
    for await (const { name } of await fs.opendir(folder, { bufferSize: NAMES_PER_PIECE })) {
      names.push(name);
      if (names.length < NAMES_PER_PIECE) continue;
      yield names;
      names = [];
    }
    if (names.length > 0) yield names;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileError(error, 'list', folder);
  }
}

async function writeNew(
  path: string,
  content: FileContent,
  options: NewFile = {},
): Promise<boolean> {
  const { mode = FILE_MODE } = options;
  const handle = await openNew(path, mode);
  if (handle === undefined) return false;
  try {
    // Re-apply the mode: umask may have cleared bits.
    if (mode !== FILE_MODE) await handle.chmod(mode);
    await writeAll(handle, content);
    if (options.sync !== false) await handle.sync();
    await handle.close();
    return true;
  } catch (error) {
    await abandon(handle, path);
    throw fileError(error, 'write', path);
  }
}

async function link(from: string, to: string): Promise<boolean> {
  try {
    await fs.link(from, to);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(systemCode(error))) return false;
    throw fileError(error, 'write', to);
  }
}

async function openNew(path: string, mode: number): Promise<FileHandle | undefined> {
  try {
    return await fs.open(path, 'wx', mode);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return undefined;
    throw fileError(error, 'write', path);
  }
}

async function writeAll(handle: FileHandle, content: FileContent): Promise<void> {
  if (content instanceof Uint8Array) return handle.writeFile(content);
  for await (const piece of content) await handle.writeFile(piece);
}

/** Removes an incomplete file. Later failures are ignored: the first one is reported. */
async function abandon(handle: FileHandle, path: string): Promise<void> {
  await handle.close().catch(() => undefined);
  await fs.rm(path, { force: true }).catch(() => undefined);
}

async function append(
  path: string,
  bytes: Uint8Array,
  options: { readonly sync?: boolean } = {},
): Promise<void> {
  try {
    const handle = await fs.open(path, 'a', FILE_MODE);
    try {
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten !== bytes.length) throw shortWrite(path);
      if (options.sync === true) await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

/** A write is cut short when the disk fills up during it. */
function shortWrite(path: string): RulewrightError {
  return new RulewrightError(
    'disk-full',
    l10n.t('Cannot write all of {0}: the disk is full.', path),
    {
      hint: l10n.t('Free some space and try again.'),
    },
  );
}

async function rename(from: string, to: string): Promise<void> {
  try {
    await renameRetry(() => fs.rename(from, to), process.platform);
  } catch (error) {
    throw fileError(error, 'replace', to);
  }
}

async function remove(path: string): Promise<boolean> {
  const done = async (): Promise<boolean> => {
    await fs.unlink(path);
    return true;
  };
  return orMissing(done, false, 'remove', path);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await fs.mkdir(path, { recursive: true, mode: FOLDER_MODE });
  } catch (error) {
    throw fileError(error, 'create', path);
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for syncing; its file system preserves the order of renames.
  if (process.platform === 'win32') return;
  try {
    const handle = await fs.open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

async function orMissing<T, M>(
  work: () => Promise<T>,
  missing: M,
  action: FileAction,
  path: string,
): Promise<T | M> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return missing;
    throw fileError(error, action, path);
  }
}
