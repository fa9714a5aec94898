import { type CommandEvent, type EventOutcome, hostOf } from '../core/event';
import { recordedDecision } from '../core/labelHint';
import { redact } from './redact/redact';

/** Within a session, equal commands further apart are different calls. Long, because a host may wait for an answer. */
const SAME_SESSION_MS = 60 * 60 * 1000;
/** Without a common session, equal commands of a host are the same call only if they ran at the same time. */
const SAME_TIME_MS = 5000;
/** Number of characters compared, because the guard truncates long commands. */
const COMPARED_LENGTH = 2000;

interface Note {
  readonly id: string;
  readonly ms: number;
  readonly sessionId: string;
  readonly isHook: boolean;
}

/**
 * Finds commands that are already in the history because another recorder reported them: a hook and a transcript, or a
 * transcript and atuin, which also records the commands of agents. Each event is paired once, with the command nearest
 * in time.
 */
export class HookPairs {
  private readonly notes = new Map<string, Note[]>();
  private readonly outcomes = new Map<string, EventOutcome>();

  /** Adds an event of the history. */
  note(event: CommandEvent): void {
    const isHook = event.source === 'guard' || event.source === 'hook';
    if (!isHook && (event.source !== 'import' || isAtuin(event))) return;
    const key = keyOf(event.context?.host, event.command);
    const notes = this.notes.get(key) ?? [];
    const sessionId = event.context?.sessionId ?? '';
    notes.push({ id: event.id, ms: Date.parse(event.ts), sessionId, isHook });
    this.notes.set(key, notes);
  }

  noteOutcome(outcome: EventOutcome): void {
    this.outcomes.set(outcome.eventId, { ...this.outcomes.get(outcome.eventId), ...outcome });
  }

  /** The id of the event that reported this command before; undefined if there is none. */
  take(event: CommandEvent): string | undefined {
    if (event.source !== 'import') return undefined;
    const agentHost = isAtuin(event) ? event.tool : undefined;
    const host = agentHost ?? event.context?.host;
    const sessionId = agentHost === undefined ? (event.context?.sessionId ?? '') : '';
    const notes = this.notes.get(keyOf(host, event.command)) ?? [];
    const ms = Date.parse(event.ts);
    const distances = notes.map((note) => {
      if (agentHost === undefined && !note.isHook) return Infinity;
      const distance = Math.abs(note.ms - ms);
      const isKnown = sessionId !== '' && note.sessionId !== '';
      if (isKnown && note.sessionId !== sessionId) return Infinity;
      return distance <= (isKnown ? SAME_SESSION_MS : SAME_TIME_MS) ? distance : Infinity;
    });
    const nearest = Math.min(...distances);
    if (!Number.isFinite(nearest)) return undefined;
    return notes.splice(distances.indexOf(nearest), 1)[0]?.id;
  }

  /** The outcome that an imported command adds to the event that reported it before; undefined if it adds nothing. */
  outcomeFrom(event: CommandEvent, eventId: string): EventOutcome | undefined {
    const known = this.outcomes.get(eventId);
    const { decision } = recordedDecision(event.metadata);
    const answer = decision === 'approved' || decision === 'refused' ? decision : undefined;
    const { exitCode } = event;
    const isNew =
      (answer !== undefined && known?.answer === undefined) ||
      (exitCode !== undefined && known?.exitCode === undefined);
    if (!isNew) return undefined;
    const outcome: EventOutcome = {
      eventId,
      ...(exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 }),
      ...(answer === undefined ? {} : { answer }),
      ...known,
    };
    this.noteOutcome(outcome);
    return outcome;
  }
}

const isAtuin = ({ context }: CommandEvent): boolean => context?.host === 'atuin';

function keyOf(host = '', command: string): string {
  return `${hostOf(host)} ${redact(command).slice(0, COMPARED_LENGTH)}`;
}
