import { type Agent, isOfSession } from './agent';
import { type CommandEvent, hostOf } from './event';
import type { Label } from './label';
import type { Decision } from './verdict';

/** Which commands of the history are wanted. An absent member does not limit them. */
export interface HistoryQuery {
  /** A part of the command or of the name of the tool; case does not matter. */
  readonly text?: string;
  /** `none`: neither the row nor a person labelled it. */
  readonly label?: Label | 'none';
  /** `none`: no rule decided it, or it has no verdict. */
  readonly decision?: Decision;
  /** As returned by `sourceOf`. */
  readonly source?: string;
  /** Commands that ran at this time or later, in epoch milliseconds. */
  readonly sinceMs?: number;
  /** Commands that ran in the session of this agent. */
  readonly session?: Pick<Agent, 'id'>;
}

/** The newest commands that match a query, newest first, and the number of all that do. */
export interface FoundCommands {
  readonly events: readonly CommandEvent[];
  readonly count: number;
}

/** The agent host or program that a command comes from: `claude`, `zsh` …; `terminal`, `csv` … where none is known. */
export function sourceOf({ context, source }: Pick<CommandEvent, 'context' | 'source'>): string {
  const host = hostOf(context?.host ?? '');
  return host === '' ? source : host;
}

/** Whether an event matches all of a query but its label. `ms` is when the command ran, in epoch milliseconds. */
export function matchesBesideLabel(
  { text = '', decision, source, sinceMs, session }: HistoryQuery,
  event: CommandEvent,
  ms: number,
): boolean {
  return (
    (sinceMs === undefined || ms >= sinceMs) &&
    (source === undefined || sourceOf(event) === source) &&
    (decision === undefined || (event.verdict?.decision ?? 'none') === decision) &&
    (session === undefined || isOfSession(session, event)) &&
    (text === '' || hasText(event, text.toLowerCase()))
  );
}

/** Whether the label of an event, which may be from a person, is the one of a query. */
export function matchesLabel({ label }: HistoryQuery, event: CommandEvent): boolean {
  return label === undefined || (event.label ?? 'none') === label;
}

function hasText({ command, tool = '' }: CommandEvent, lowerCase: string): boolean {
  return command.toLowerCase().includes(lowerCase) || tool.toLowerCase().includes(lowerCase);
}
