/** A part of a pattern, in UTF-16 units. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** An alternation, the whole pattern or a group, with the parts separated by `|`. */
export interface Alternation {
  /** Number of enclosing groups. */
  readonly depth: number;
  readonly parts: readonly Part[];
}

/**
 * The alternations of a pattern, including those with a single part, ordered by their ends, so the whole pattern is
 * last. The pattern does not have to be valid.
 */
export function alternationsOf(pattern: string): readonly Alternation[] {
  const found: Alternation[] = [];
  const open: { starts: number[] }[] = [{ starts: [0] }];
  const close = (end: number): void => {
    const { starts } = open.pop() ?? { starts: [] };
    const parts = starts.map((start, at) => ({ start, end: (starts[at + 1] ?? end + 1) - 1 }));
    found.push({ depth: open.length, parts });
  };
  let isSet = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const mark = pattern[at];
    if (mark === '\\') at += 1;
    else if (isSet) isSet = mark !== ']';
    else if (mark === '[') isSet = true;
    else if (mark === '(') open.push({ starts: [pattern.startsWith('(?:', at) ? at + 3 : at + 1] });
    else if (mark === ')' && open.length > 1) close(at);
    else if (mark === '|') open.at(-1)?.starts.push(at + 1);
  }
  while (open.length > 0) close(pattern.length);
  return found;
}

/** Variants of the pattern, each without one alternative. They match a subset of the commands. */
export function withoutEachAlternative(pattern: string): readonly string[] {
  return alternationsOf(pattern)
    .toSorted((a, b) => a.depth - b.depth)
    .flatMap(({ parts }) =>
      parts.length < 2
        ? []
        : parts.map(({ start, end }, at) =>
            // Including the bar after it, or before it for the last alternative.
            at === parts.length - 1
              ? pattern.slice(0, start - 1) + pattern.slice(end)
              : pattern.slice(0, start) + pattern.slice(end + 1),
          ),
    );
}
