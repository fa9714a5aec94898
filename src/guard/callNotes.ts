import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HostHook } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';
import { openInFolder, writeWhole } from '../files/plainFiles';
import { readOpen, readWhole, type WholeFile } from '../files/wholeFile';

// A host calls a hook before a command and again after it, each time in a process of its own; Cursor calls the hooks
// of Claude's files as well. Notes of the calls, one file for a session's command, tell which of them are one command.

/** How long two hooks for one command may be apart. */
const SAME_CALL_MS = 2000;
/** A file that has grown this large is begun anew. */
const MAX_BYTES = 64 * 1024;

interface Note {
  readonly type: 'open' | 'close';
  /** The event that stands for the command. */
  readonly id: string;
  /** The host's own name of the call, where it has one. */
  readonly call: string;
  /** Which hook this was. */
  readonly by: string;
  readonly ms: number;
  /** Tells apart those who close one call. */
  readonly closer?: string;
}

/** Notes that a command is about to run, as event `id`. False where another hook has told of the same call. */
export function openCall(
  folder: string,
  event: HookEvent,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): boolean {
  const mine: Note = { ...told(event), type: 'open', id, ms: nowMs };
  const notes = addNote(folder, event, mine);
  const before = notes.slice(
    0,
    Math.max(
      0,
      notes.findIndex((note) => note.id === id),
    ),
  );
  return !before.some((note) => note.type === 'open' && isSameCall(note, mine, event));
}

/**
 * Notes that a command has run. The event that stood for it before it ran; `AGAIN` where another hook has told so
 * already; undefined where nobody told before.
 */
export function closeCall(folder: string, event: HookEvent, nowMs: number): string | undefined {
  const by = told(event);
  const notes = readNotes(join(folder, nameOf(event)));
  const closes = notes.filter(({ type }) => type === 'close');
  const closed = new Set(closes.map(({ id }) => id));
  const open = notes
    .filter((note) => note.type === 'open' && !closed.has(note.id) && isFirst(note, notes, event))
    .reverse();
  const found =
    open.find(({ call }) => call !== '' && call === by.call) ??
    open.find(({ call }) => call === '' || by.call === '');
  if (found === undefined) {
    return closes.some(({ ms }) => nowMs - ms < SAME_CALL_MS) ? AGAIN : undefined;
  }
  // Two hooks may come at the same moment: the one whose line stands first speaks.
  const mine: Note = { ...by, type: 'close', id: found.id, ms: nowMs, closer: nonce() };
  const first = addNote(folder, event, mine).find(({ type, id }) => {
    return type === 'close' && id === mine.id;
  });
  return first === undefined || first.closer === mine.closer ? found.id : AGAIN;
}

/** Says that a command's end is known already. */
export const AGAIN = 'again';

/** Whether an open note is the one that stands for its call. */
function isFirst(note: Note, notes: readonly Note[], event: HookEvent): boolean {
  const before = notes.slice(0, notes.indexOf(note));
  return !before.some((one) => one.type === 'open' && isSameCall(one, note, event));
}

function isSameCall(one: Note, other: Note, { host }: HookEvent): boolean {
  if (one.call !== '' && one.call === other.call) return true;
  if (Math.abs(one.ms - other.ms) >= SAME_CALL_MS) return false;
  const { runsOtherHooks = false }: HostHook = HOST_HOOKS[host];
  return runsOtherHooks || (one.by !== other.by && (one.call === '' || other.call === ''));
}

function told(event: HookEvent): Pick<Note, 'call' | 'by'> {
  return { call: event.callId ?? '', by: `${event.form} ${event.eventName}` };
}

/** Appends a note and reads them all: their order in the file is the order for everybody. */
function addNote(folder: string, event: HookEvent, note: Note): readonly Note[] {
  try {
    const file = openInFolder(folder, nameOf(event), 'a+');
    try {
      if (fstatSync(file).size > MAX_BYTES) ftruncateSync(file);
      writeWhole(file, `${JSON.stringify(note)}\n`);
      return notesIn(readOpen(file));
    } finally {
      closeSync(file);
    }
  } catch {
    // A full disk or a missing right: better to keep a command twice than not at all.
    return [note];
  }
}

/** The command itself is not written down: its hash is the name. */
function nameOf({ sessionId, command = '' }: HookEvent): string {
  return sha256Hex(`${sessionId}\0${command}`).slice(0, 32);
}

function nonce(): string {
  return `${process.pid}-${process.hrtime.bigint().toString(36)}`;
}

function readNotes(path: string): readonly Note[] {
  try {
    return notesIn(readWhole(path));
  } catch {
    // Nobody has told of this command yet.
    return [];
  }
}

function notesIn({ bytes }: WholeFile): readonly Note[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => noteIn(line) ?? []);
}

function noteIn(line: string): Note | undefined {
  try {
    const note = JSON.parse(line) as Partial<Note> | null;
    return typeof note?.id === 'string' && typeof note.ms === 'number' ? (note as Note) : undefined;
  } catch {
    // The empty piece behind the last line, or a line cut short by a full disk.
    return undefined;
  }
}
