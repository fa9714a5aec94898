import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../core/isObject';
import { openInFolder, writeWhole } from '../files/plainFiles';
import { readOpen, readWhole, type WholeFile } from '../files/wholeFile';

// Guards of one session run in separate processes. They share data in small files with one JSON
// object per line, to which every process appends.

/** A larger file is truncated, and its notes are lost. */
const MAX_BYTES = 64 * 1024;
/** A larger file was not written by a guard. */
const MAX_READ_BYTES = 1024 * 1024;

/**
 * Appends a note and returns all notes of the file; their order is the same for all processes. Undefined if the disk is
 * full or the folder is not writable.
 */
export function addNote<N extends object>(
  folder: string,
  name: string,
  note: N,
  isNote: (value: Partial<N>) => value is N,
): readonly N[] | undefined {
  try {
    const file = openInFolder(folder, name, 'a+');
    try {
      if (fstatSync(file).size > MAX_BYTES) ftruncateSync(file);
      writeWhole(file, `${JSON.stringify(note)}\n`);
      return notesIn(readOpen(file, undefined, MAX_READ_BYTES), isNote);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** All notes of a file; none if it does not exist or cannot be read. */
export function readNotes<N extends object>(
  folder: string,
  name: string,
  isNote: (value: Partial<N>) => value is N,
): readonly N[] {
  try {
    return notesIn(readWhole(join(folder, name), undefined, MAX_READ_BYTES), isNote);
  } catch {
    return [];
  }
}

function notesIn<N extends object>(
  { bytes }: WholeFile,
  isNote: (value: Partial<N>) => value is N,
): readonly N[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const value = parsed(line) as Partial<N> | null | undefined;
      return isObject(value) && isNote(value) ? [value] : [];
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The empty text after the last newline, or a line that a full disk truncated.
    return undefined;
  }
}
