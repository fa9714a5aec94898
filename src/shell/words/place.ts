/** The position of a part of the original command, in characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How positions in a text map to the original command. */
export interface Place {
  /** The offset of the text in the original command. */
  readonly base: number;
  /** The length of the text, in characters. */
  readonly length: number;
  /** Set if positions in the text do not correspond to positions in the original command. */
  readonly fixed: Span | undefined;
  /** The original position of each character of a rewritten text. */
  readonly places: readonly number[] | undefined;
}

/** The span of the original command that a part of a text comes from. */
export function spanIn({ base, length, fixed, places }: Place, from: number, to: number): Span {
  if (fixed !== undefined) return fixed;
  // The parser may end a node one character after a text that ends with a backslash.
  const start = Math.min(from, length);
  const end = Math.min(to, length);
  if (places === undefined) return { start: start + base, end: end + base };
  return { start: (places[start] ?? 0) + base, end: (places[end - 1] ?? 0) + 1 + base };
}
