import * as z from 'zod';
import { CommandEvent, EventOutcome } from '../core/event';
import { isObject } from '../core/isObject';
import { Label, LabelChoice } from '../core/label';

/** A label from a person, stored separately from its event. */
export const GivenLabel = z.object({
  eventId: z.string().min(1),
  /** `none`: the event has the label of its row again. */
  label: LabelChoice,
  /** The label of the event's row. */
  was: Label,
  author: z.string(),
});
export type GivenLabel = z.infer<typeof GivenLabel>;

/**
 * A line of a history file. `at` is the time of writing in epoch milliseconds, UTC. Members that a newer version added are
 * ignored.
 */
export const HistoryLine = z.union([
  z.object({ at: z.number(), event: CommandEvent }),
  z.object({ at: z.number(), label: GivenLabel }),
  z.object({ at: z.number(), outcome: EventOutcome }),
]);
export type HistoryLine = z.infer<typeof HistoryLine>;
export type EventLine = Extract<HistoryLine, { event: unknown }>;

/**
 * Encodes lines for one write. The bytes start with a line break, which separates them from an incomplete line if the
 * previous write was interrupted.
 */
export function encodeLines(lines: readonly HistoryLine[]): Uint8Array {
  return encodeTexts(lines.map((line) => JSON.stringify(line)));
}

/** The same for lines that are encoded already. */
export function encodeTexts(texts: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`\n${texts.map((text) => `${text}\n`).join('')}`);
}

/** Parses a line; undefined if it is incomplete or invalid. */
export function decodeLine(text: string): HistoryLine | undefined {
  try {
    return HistoryLine.safeParse(JSON.parse(text)).data;
  } catch {
    // An interrupted write: readers count the line as torn and continue with the next one.
    return undefined;
  }
}

/** Splits a text file, which is passed in pieces, into lines. Empty lines are omitted. */
export async function* textLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield lines.filter((line) => line !== '');
  }
  if (rest !== '') yield [rest];
}

/** Whether a line is complete, but of a kind that this version does not know. */
export function isForeignLine(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
