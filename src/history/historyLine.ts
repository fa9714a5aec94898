import * as z from 'zod';
import { CommandEvent, EventOutcome } from '../core/event';
import { isObject } from '../core/isObject';
import { Label, LabelChoice } from '../core/label';

/** A label from a person, stored separately from its event. */
export const GivenLabel = z.object({
  eventId: z.string().min(1),
  /** `none`: the label of the event's own row applies again. */
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
 * When a command ran, in epoch milliseconds, according to its event, which may have been imported much later. At most
 * the time at which the line was written.
 */
export function ranAt({ at, event }: EventLine): number {
  const ms = Date.parse(event.ts);
  return Number.isNaN(ms) ? at : Math.min(ms, at);
}

/**
 * Encodes lines for one write. The bytes start with a line break, which separates them from an incomplete line if the
 * previous write was interrupted.
 */
export function encodeLines(lines: readonly HistoryLine[]): Uint8Array {
  return encodeTexts(lines.map((line) => JSON.stringify(line)));
}

/** The same for lines that are already encoded. */
export function encodeTexts(texts: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`\n${texts.map((text) => `${text}\n`).join('')}`);
}

/** Parses a line; undefined if it is incomplete or invalid. */
export function decodeLine(text: string): HistoryLine | undefined {
  try {
    return HistoryLine.safeParse(JSON.parse(text)).data;
  } catch {
    // An interrupted write: readers count the line as damaged and continue with the next one.
    return undefined;
  }
}

/**
 * Splits a text file, passed in chunks, into lines. Empty lines are omitted. A line longer than `maxChars` is
 * truncated, so that it is not valid JSON.
 */
export async function* textLines(
  pieces: AsyncIterable<Uint8Array>,
  maxChars = Infinity,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restChars = 0;
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      if (restChars <= maxChars) rest.push(text);
      restChars += text.length;
      continue;
    }
    const [first = '', ...others] = text.slice(0, end).split('\n');
    const lines = [rest.join('') + (restChars > maxChars ? '' : first), ...others];
    rest = [text.slice(end + 1)];
    restChars = text.length - end - 1;
    yield lines.filter((line) => line !== '');
  }
  const last = rest.join('');
  if (last !== '') yield [last];
}

/** Whether a line is complete, but of a kind that this version does not know. */
export function isForeignLine(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
