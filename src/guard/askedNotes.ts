import { closeSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash';
import { openInFolder, writeWhole } from '../files/plainFiles';
import { readWhole } from '../files/wholeFile';
import type { HookEvent } from '../hosts/readHook';

// A host tells its hooks when it asks a person, but not what the person says. A command that has been asked about and then
// ran was approved; one that has not run when the turn or the session ends was refused. One file of notes for a session.

/** A command that a person was asked about. */
export interface Asked {
  /** The event that stands for the command. */
  readonly eventId: string;
  /** When the person was asked. Epoch milliseconds. */
  readonly ms: number;
}

interface Note extends Asked {
  /** `maybe`: the host may ask, which a notification tells. */
  readonly type: 'maybe' | 'asked' | 'answered';
  /** SHA-256: the command itself is not written down. */
  readonly command: string;
}

/** Notes that the host asks about a command, or may be about to. */
export function noteAsked(
  folder: string,
  event: HookEvent,
  asked: Asked,
  type: 'asked' | 'maybe' = 'asked',
): void {
  add(folder, event, { ...asked, type, command: hashOf(event) });
}

/** Notes that the command the host was about to ask about is asked about now. */
export function confirmAsked(folder: string, event: HookEvent, nowMs: number): void {
  const last = read(folder, event).at(-1);
  if (last?.type === 'maybe') add(folder, event, { ...last, type: 'asked', ms: nowMs });
}

/** The question about a command that has run now; undefined where nobody was asked. */
export function takeApproved(folder: string, event: HookEvent): Asked | undefined {
  const command = hashOf(event);
  const found = openQuestions(read(folder, event)).find((note) => note.command === command);
  if (found !== undefined) add(folder, event, { ...found, type: 'answered' });
  return found;
}

/** The questions of a session whose commands have not run. They are not returned again. */
export function takeRefused(folder: string, event: HookEvent): readonly Asked[] {
  const open = openQuestions(read(folder, event));
  try {
    unlinkSync(join(folder, nameOf(event)));
  } catch {
    // Nobody was asked in this session, or another hook was quicker.
    return [];
  }
  return open;
}

function openQuestions(notes: readonly Note[]): readonly Note[] {
  const isAnswered = ({ eventId }: Note): boolean =>
    notes.some((note) => note.type === 'answered' && note.eventId === eventId);
  const asked = notes.filter((note) => note.type === 'asked' && !isAnswered(note));
  // A host may ask twice about one command: the first time counts.
  return asked.filter(
    (note, at) => asked.findIndex(({ eventId }) => eventId === note.eventId) === at,
  );
}

function add(folder: string, event: HookEvent, note: Note): void {
  try {
    const file = openInFolder(folder, nameOf(event), 'a+');
    try {
      writeWhole(file, `${JSON.stringify(note)}\n`);
    } finally {
      closeSync(file);
    }
  } catch {
    // A full disk or a missing right: what the person says stays unknown.
    return;
  }
}

function read(folder: string, event: HookEvent): readonly Note[] {
  try {
    const { bytes } = readWhole(join(folder, nameOf(event)));
    return bytes
      .toString('utf8')
      .split('\n')
      .flatMap((line) => noteIn(line) ?? []);
  } catch {
    // Nobody was asked in this session.
    return [];
  }
}

function noteIn(line: string): Note | undefined {
  try {
    const note = JSON.parse(line) as Partial<Note> | null;
    const isNote = typeof note?.eventId === 'string' && typeof note.ms === 'number';
    return isNote && typeof note.command === 'string' ? (note as Note) : undefined;
  } catch {
    // The empty piece behind the last line, or a line cut short by a full disk.
    return undefined;
  }
}

function nameOf({ sessionId }: HookEvent): string {
  return `asked-${sha256Hex(sessionId).slice(0, 32)}`;
}

function hashOf({ command = '' }: HookEvent): string {
  return sha256Hex(command);
}
