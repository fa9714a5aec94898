import type { Explained } from '../../../src/protocol/explain';

/** A part of the command with the same marks. */
export interface MarkedPart {
  readonly text: string;
  /** Whether a deciding rule matched it. */
  readonly isMatch: boolean;
  /** Whether it belongs to an action. */
  readonly isAction: boolean;
  /** Numbers of the actions that start here, from 1. */
  readonly begins: readonly number[];
}

/** Splits the first `limit` characters of a command at the start and end of each mark. */
export function markedParts(
  command: string,
  { match, actions }: Pick<Explained, 'match' | 'actions'>,
  limit: number,
): readonly MarkedPart[] {
  const end = Math.min(command.length, limit);
  const spans = [...actions, ...(match === undefined ? [] : [match])];
  const cuts = [0, end, ...spans.flatMap((span) => [span.start, span.end])]
    .filter((at) => at >= 0 && at <= end)
    .sort((a, b) => a - b);
  const places = [...new Set(cuts)];
  const covers = (span: { start: number; end: number }, at: number): boolean =>
    span.start <= at && at < span.end;
  return places.slice(0, -1).map((start, index) => ({
    text: command.slice(start, places[index + 1]),
    isMatch: match !== undefined && covers(match, start),
    isAction: actions.some((action) => covers(action, start)),
    begins: actions.flatMap((action, at) => (action.start === start ? [at + 1] : [])),
  }));
}
