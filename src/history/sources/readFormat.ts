import { lstat, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { formatCount } from '../../core/formatCount';
import type { SourceFault } from '../../core/historySource';
import { filesOf, type LeftOut, type SourceFile } from './sourceFiles';
import {
  type Machine,
  type Position,
  type ReadOptions,
  type SourceBatch,
  type SourceFormat,
  type SourcePlace,
  UnreadableSource,
} from './source';

/** Commands of one file of a format. `doneBytes` of `totalBytes` of all its files have been read. */
export interface FileBatch extends SourceBatch {
  readonly file: SourceFile;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface FormatOptions extends Omit<ReadOptions, 'from'> {
  readonly machine: Machine;
  /** The position to start from in a file; undefined if nothing is new. */
  readonly from: (file: SourceFile) => Position | undefined;
  /** Called for each line, file or folder that cannot be read. */
  readonly onFault: (fault: SourceFault) => void;
}

/**
 * Streams the commands of all files of a format. A file that cannot be read is reported, and the others are read. Stops
 * without an error once `signal` is aborted.
 */
export async function* readFormat(
  format: SourceFormat,
  options: FormatOptions,
): AsyncGenerator<FileBatch> {
  const files = await listFiles(format, options);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  for (const file of files) {
    if (options.signal?.aborted === true) return;
    const from = options.from(file);
    if (from !== undefined && isReadable(format, file, options)) {
      for await (const batch of readFile(format, file, from, options)) {
        const read = Math.min(batch.position.offset, file.sizeBytes);
        yield { ...batch, file, doneBytes: doneBytes + read, totalBytes };
      }
    }
    doneBytes += file.sizeBytes;
  }
}

async function* readFile(
  format: SourceFormat,
  file: SourceFile,
  from: Position,
  options: FormatOptions,
): AsyncGenerator<SourceBatch> {
  try {
    for await (const batch of format.read(file.path, { ...options, from })) {
      for (const fault of batch.faults) options.onFault({ path: file.path, ...fault });
      yield { ...batch, commands: batch.commands.filter(({ command }) => command.trim() !== '') };
    }
  } catch (error) {
    if (options.signal?.aborted === true) return;
    options.onFault({ path: file.path, problem: problemOf(error) });
  }
}

function problemOf(error: unknown): string {
  if (error instanceof UnreadableSource) return error.message;
  const { code } = error as NodeJS.ErrnoException; // node:fs rejects with this type
  if (code === 'EACCES' || code === 'EPERM')
    return l10n.t('you do not have permission to read this file');
  if (code === 'EBUSY') return l10n.t('the file is locked by another program');
  if (error instanceof z.ZodError) return l10n.t('its format is unknown');
  // Of SQLite, which has no class for its errors that every engine shares.
  if (error instanceof Error && /malformed|not a database/.test(error.message)) {
    return l10n.t('the database is damaged, or its write-ahead log is missing');
  }
  return l10n.t('the file cannot be read');
}

function isReadable(
  { maxBytes }: SourceFormat,
  { path, sizeBytes }: SourceFile,
  { onFault }: FormatOptions,
): boolean {
  if (sizeBytes <= maxBytes) return true;
  const limit = Math.round(maxBytes / (1024 * 1024));
  onFault({ path, problem: l10n.t('the file is larger than {0} MiB', formatCount(limit)) });
  return false;
}

async function listFiles(
  format: SourceFormat,
  { machine, onFault }: FormatOptions,
): Promise<readonly SourceFile[]> {
  const lists = format.places(machine).map(async (place) => {
    const link = await linkAbove(place, machine);
    if (link !== undefined) {
      onFault({ path: link, problem: problemWith('link') });
      return [];
    }
    return filesOf(place, (path, why) => {
      onFault({ path, problem: problemWith(why) });
    });
  });
  return (await Promise.all(lists)).flat();
}

function problemWith(why: LeftOut): string {
  switch (why) {
    case 'unreadable':
      return l10n.t('the folder cannot be read');
    case 'link':
      return l10n.t('it is a link, and links are not followed');
    case 'no-file':
      return l10n.t('it is not a file');
    case 'too-many':
      return l10n.t('it holds too many files: the rest was left out');
  }
}

/** The first link on the way from the home folder to a place; undefined if there is none. */
export async function linkAbove(
  { root }: SourcePlace,
  { home }: Machine,
): Promise<string | undefined> {
  const below = relative(home, root);
  if (below.startsWith('..')) return undefined; // an environment variable set it
  try {
    if ((await realpath(root)) === join(await realpath(home), below)) return undefined;
  } catch {
    return undefined; // it does not exist
  }
  let path = home;
  for (const part of below.split(sep)) {
    path = join(path, part);
    if ((await lstat(path)).isSymbolicLink()) return path;
  }
  return undefined;
}
