import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash';
import { redact } from '../history/redact/redact';
import type { HookAnswer, HookQuestion } from '../hosts/hostHook';
import type { HookEvent } from '../hosts/readHook';
import { addNote, readNotes } from './noteFile';

// A host tells its hooks when it asks a person, but not what the person answers. A command that was asked about and then
// ran was approved; one that has not run when the turn or the session ends was refused. One file of notes per session.

/** A command that a person was asked about. */
export interface Asked {
  /** Id of the event that records the command. */
  readonly eventId: string;
  /** When the person was asked. Epoch milliseconds. */
  readonly ms: number;
}

interface Note extends Asked {
  /**
   * `maybe`: the host may ask, and sends a notification if it does. `approved`: the person has approved the command, which
   * has not run yet. `closed`: the command ran, or a program denied it.
   */
  readonly type: 'maybe' | 'asked' | 'approved' | 'closed';
  /** SHA-256: the command itself must not be readable. */
  readonly command: string;
  readonly tool: string;
  /** SHA-256 of our reason, if a rule asks. */
  readonly reason?: string;
  /** For `asked`: the notification of this question has arrived. */
  readonly isNotified?: true;
  /**
   * For `maybe`: the time of the host's previous question, if its notification has not arrived yet.
   * Epoch milliseconds.
   */
  readonly awaitsSince?: number;
}

/** Maximum delay between a question and its notification. */
const NOTIFICATION_MS = 2000;

/**
 * Records that the host asks about a command, or may be about to. `reason`: the reason of the rule
 * that asks.
 */
export function noteAsked(
  folder: string,
  event: HookEvent,
  asked: Asked,
  type: 'asked' | 'maybe',
  reason?: string,
): void {
  const { command = '', tool } = event;
  const why = reason === undefined ? {} : { reason: hashOf(reason) };
  add(folder, event, { ...asked, type, command: hashOf(command), tool: redact(tool), ...why });
}

/**
 * Records that the host asked about a command as expected: the one in its notification, or the
 * newest one if it names none.
 */
export function confirmAsked(
  folder: string,
  event: HookEvent,
  question: HookQuestion,
  nowMs: number,
): void {
  const open = openNotes(read(folder, event));
  const found = askedCommand(open, question);
  if (found === undefined) {
    const asked = open.find(
      ({ type, tool }) => type === 'asked' && sameName(tool, redact(question.tool ?? '')),
    );
    if (asked !== undefined) add(folder, event, { ...asked, isNotified: true });
    return;
  }
  const { awaitsSince = -Infinity, ...note } = found;
  // The notification of the previous question may arrive late; it is not a second question.
  const type = nowMs - awaitsSince < NOTIFICATION_MS ? 'maybe' : 'asked';
  add(folder, event, { ...note, type, ms: nowMs });
}

/**
 * Records that the user approved a command, on a host that asks before it calls the hook before
 * commands. If a rule asks in that hook (`reason`), the host may ask again, and the second answer
 * counts. A command that is `denied` there was not refused by the user. Returns false if the user
 * was not asked.
 */
export function noteApproved(
  folder: string,
  event: HookEvent,
  decision: HookAnswer['decision'],
  reason: string,
): boolean {
  const asked = askedNotes(folder, event)[0];
  if (asked === undefined) return false;
  if (decision !== 'ask') {
    add(folder, event, { ...asked, type: decision === 'deny' ? 'closed' : 'approved' });
    return true;
  }
  const isNotified = read(folder, event).some((note) => {
    return note.eventId === asked.eventId && note.isNotified === true;
  });
  const awaits = isNotified ? {} : { awaitsSince: asked.ms };
  add(folder, event, { ...asked, type: 'closed' });
  add(folder, event, { ...asked, ...awaits, type: 'maybe', reason: hashOf(reason) });
  return true;
}

/** Records that a program, not the user, denied a command that the host asked about. */
export function closeDenied(folder: string, event: HookEvent): void {
  for (const note of askedNotes(folder, event)) add(folder, event, { ...note, type: 'closed' });
}

/** Records that the host did not ask about the commands that it was expected to ask about. */
export function closeMaybe(folder: string, event: HookEvent): void {
  const maybe = openNotes(read(folder, event)).filter(({ type }) => type === 'maybe');
  for (const note of maybe) add(folder, event, { ...note, type: 'closed' });
}

/** Records that a command ran. Returns its question; undefined if the user was not asked. */
export function closeAsked(folder: string, event: HookEvent, eventId: string): Asked | undefined {
  const open = openNotes(read(folder, event)).find((note) => note.eventId === eventId);
  if (open === undefined) return undefined;
  add(folder, event, { ...open, type: 'closed' });
  return open.type === 'maybe' ? undefined : open;
}

/** The questions of a session whose commands have not run. They are not returned again. */
export function takeRefused(folder: string, event: HookEvent): readonly Asked[] {
  const open = openNotes(read(folder, event));
  try {
    unlinkSync(join(folder, nameOf(event)));
  } catch {
    // No question in this session, or another hook was faster.
    return [];
  }
  return open.filter(({ type }) => type === 'asked');
}

/** The open questions about the command of an event. */
function askedNotes(folder: string, event: HookEvent): readonly Note[] {
  const command = hashOf(event.command ?? '');
  return openNotes(read(folder, event)).filter(
    (note) => note.type === 'asked' && note.command === command,
  );
}

function askedCommand(open: readonly Note[], question: HookQuestion): Note | undefined {
  const { command, tool, reason } = question;
  const maybe = open.filter(({ type }) => type === 'maybe');
  if (reason !== undefined) return maybe.find((note) => note.reason === hashOf(reason));
  if (tool !== undefined) return maybe.findLast((note) => sameName(note.tool, redact(tool)));
  const hash = command === undefined ? '' : hashOf(command);
  // The host may have shortened the command.
  return maybe.find((note) => note.command === hash) ?? maybe.at(-1);
}

/**
 * The last note of each command that has not run. A host may ask twice about a command; the first
 * question counts.
 */
function openNotes(notes: readonly Note[]): readonly Note[] {
  const open = new Map<string, Note>();
  for (const note of notes) {
    if (note.type === 'closed') open.delete(note.eventId);
    else if (open.get(note.eventId)?.type !== 'asked' || note.type === 'approved') {
      open.set(note.eventId, note);
    }
  }
  return [...open.values()];
}

function add(folder: string, event: HookEvent, note: Note): void {
  // If the note cannot be written, the person's answer stays unknown.
  addNote(folder, nameOf(event), note, isNote);
}

function read(folder: string, event: HookEvent): readonly Note[] {
  return readNotes(folder, nameOf(event), isNote);
}

function isNote(value: Partial<Note>): value is Note {
  const { eventId, ms, command, tool } = value;
  return [eventId, command, tool].every((each) => typeof each === 'string') && Number.isFinite(ms);
}

function nameOf({ sessionId }: HookEvent): string {
  return `asked-${sha256Hex(sessionId).slice(0, 32)}`;
}

/** Notifications show a command on one line. */
function hashOf(command: string): string {
  return sha256Hex(command.replace(/\s+/g, ' ').trim());
}

/** Hosts spell the name of an MCP tool differently in a hook and in a notification: `mcp_box_run`, `box/run`. */
function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return plain(one) === plain(other);
}
