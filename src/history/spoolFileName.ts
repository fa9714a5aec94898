/** A spool file and the time in its name. */
export interface SpoolFileName {
  readonly name: string;
  /** Epoch milliseconds, UTC; 0 for files of earlier versions, whose names contain no time. */
  readonly ms: number;
}

interface SortableName extends SpoolFileName {
  readonly count: string;
}

/**
 * Sorts files by the time and the count in their names, oldest first. Files without a time come first, by name, because
 * folders are listed in any order.
 */
export function oldestFirst(names: readonly string[]): readonly SpoolFileName[] {
  return sorted(names.map(parsed));
}

/** The oldest `limit` of the wanted names. Holds and sorts at most about twice as many at a time. */
export async function oldestOf(
  pieces: AsyncIterable<readonly string[]>,
  isWanted: (name: string) => boolean,
  limit: number,
): Promise<readonly SpoolFileName[]> {
  let oldest: SortableName[] = [];
  for await (const names of pieces) {
    oldest.push(...names.filter(isWanted).map(parsed));
    if (oldest.length > 2 * limit) oldest = sorted(oldest).slice(0, limit);
  }
  return sorted(oldest).slice(0, limit);
}

function parsed(name: string): SortableName {
  const [, ms = '0', count = ''] = /^\d+-(\d+)-(\w+)/.exec(name) ?? [];
  return { name, ms: Number(ms), count };
}

function sorted(names: readonly SortableName[]): SortableName[] {
  return [...names].sort(
    (one, other) =>
      one.ms - other.ms || compare(one.count, other.count) || compare(one.name, other.name),
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
