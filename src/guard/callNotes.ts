import { sha256Hex } from '../core/hash';
import { redactId } from '../history/redact/redact';
import { HOST_HOOKS } from '../hosts/allHooks';
import type { HostHook } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';
import { addNote, readNotes } from './noteFile';

// A host calls hooks before and after a command, each in a separate process, and Cursor also calls the hooks in Claude's
// files. Notes of the calls, one file per session and command text, show which calls belong to the same command.

/** Maximum time between two hook calls for the same command. */
const SAME_CALL_MS = 2000;

interface Note {
  readonly type: 'open' | 'close';
  /** Id of the event that records the command. */
  readonly id: string;
  /** The host's id of the tool call; empty if it has none. */
  readonly call: string;
  /** The hook that wrote the note: form and event name. */
  readonly by: string;
  readonly ms: number;
  /** Identifies the process that closed the call. */
  readonly closer?: string;
}

/**
 * Records that a command is about to run as event `id`. False if another hook has already reported
 * this call.
 */
export function openCall(
  folder: string,
  event: HookEvent,
  { id, nowMs }: { readonly id: string; readonly nowMs: number },
): boolean {
  const mine: Note = { ...hookOf(event), type: 'open', id, ms: nowMs };
  const notes = add(folder, event, mine);
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
 * Records that a command has ended. Returns the id of its event, `ALREADY_CLOSED` if another hook
 * has already reported the end, or undefined if the command was not reported before it ran.
 */
export function closeCall(folder: string, event: HookEvent, nowMs: number): string | undefined {
  const hook = hookOf(event);
  const notes = readNotes(folder, fileNameOf(event), isNote);
  const closes = notes.filter(({ type }) => type === 'close');
  const closed = new Set(closes.map(({ id }) => id));
  const open = notes
    .filter((note) => note.type === 'open' && !closed.has(note.id) && isFirst(note, notes, event))
    .reverse();
  const found =
    open.find(({ call }) => call !== '' && call === hook.call) ??
    open.find(({ call }) => call === '' || hook.call === '');
  if (found === undefined) {
    return closes.some(({ ms }) => nowMs - ms < SAME_CALL_MS) ? ALREADY_CLOSED : undefined;
  }
  // If two hooks close the call at the same time, the one whose note is first in the file reports the end.
  const mine: Note = { ...hook, type: 'close', id: found.id, ms: nowMs, closer: nonce() };
  const first = add(folder, event, mine).find(({ type, id }) => {
    return type === 'close' && id === mine.id;
  });
  return first === undefined || first.closer === mine.closer ? found.id : ALREADY_CLOSED;
}

/** The event of a command that was reported and has not ended; undefined if there is none. */
export function openEvent(folder: string, event: HookEvent): string | undefined {
  const notes = readNotes(folder, fileNameOf(event), isNote);
  const closed = new Set(notes.filter(({ type }) => type === 'close').map(({ id }) => id));
  return notes.findLast(
    (note) => note.type === 'open' && !closed.has(note.id) && isFirst(note, notes, event),
  )?.id;
}

/** Returned by `closeCall` if the end of the command was reported before. */
export const ALREADY_CLOSED = 'already closed';

/** Whether this is the first open note of its call. */
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

function hookOf(event: HookEvent): Pick<Note, 'call' | 'by'> {
  return { call: redactId(event.callId ?? ''), by: `${event.form} ${event.eventName}` };
}

/**
 * Appends a note and returns all notes. If it cannot be written, the command is recorded, possibly
 * twice.
 */
function add(folder: string, event: HookEvent, note: Note): readonly Note[] {
  return addNote(folder, fileNameOf(event), note, isNote) ?? [note];
}

/** A hash: the command itself must not be readable in the folder. */
function fileNameOf({ sessionId, command = '' }: HookEvent): string {
  return sha256Hex(`${sessionId}\0${command}`).slice(0, 32);
}

function nonce(): string {
  return `${process.pid}-${process.hrtime.bigint().toString(36)}`;
}

function isNote(value: Partial<Note>): value is Note {
  return typeof value.id === 'string' && typeof value.ms === 'number';
}
