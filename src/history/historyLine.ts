import * as z from 'zod';
import { CommandEvent, EventOutcome } from '../core/event';
import { Label } from '../core/label';

/** A label that a person gave, kept beside the events it is about. */
export const GivenLabel = z.strictObject({
  eventId: z.string().min(1),
  label: Label,
  /** The label that the event itself implies. */
  was: Label,
  author: z.string(),
});
export type GivenLabel = z.infer<typeof GivenLabel>;

/** One line of a history file. `at` is when it was written: epoch milliseconds, UTC. */
export const HistoryLine = z.union([
  z.strictObject({ at: z.number(), event: CommandEvent }),
  z.strictObject({ at: z.number(), label: GivenLabel }),
  z.strictObject({ at: z.number(), outcome: EventOutcome }),
]);
export type HistoryLine = z.infer<typeof HistoryLine>;
export type EventLine = Extract<HistoryLine, { event: unknown }>;

/**
 * Lines as bytes for one write. They begin with a line end, so that the first of them stands alone also where the write
 * before was cut short.
 */
export function encodeLines(lines: readonly HistoryLine[]): Uint8Array {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return new TextEncoder().encode(`\n${text}`);
}

/** The line in `text`, or undefined where it is torn or foreign. */
export function decodeLine(text: string): HistoryLine | undefined {
  try {
    return HistoryLine.safeParse(JSON.parse(text)).data;
  } catch {
    // A write was cut short here: the reader counts it and goes on with the next line.
    return undefined;
  }
}

/** The lines of a text file that arrives in pieces, blank ones left out. */
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
