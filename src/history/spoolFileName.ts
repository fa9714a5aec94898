/** A spool file and the time in its name. */
export interface SpoolFileName {
  readonly name: string;
  /** Epoch milliseconds, UTC; 0 in files of earlier versions, which have no time in the name. */
  readonly ms: number;
}

/** Sorts files by the time and the count in their names, oldest first. Those without a time come first. */
export function oldestFirst(names: readonly string[]): readonly SpoolFileName[] {
  return names
    .map((name) => {
      const [, ms = '0', count = ''] = /^\d+-(\d+)-(\w+)/.exec(name) ?? [];
      return { name, ms: Number(ms), count };
    })
    .sort((one, other) => one.ms - other.ms || compare(one.count, other.count));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
