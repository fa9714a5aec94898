import { contains, setAt, type CharSet, type SetTables } from '../pattern/charSet';
import { minLength, type Syntax } from '../pattern/syntax';

/** Every matching text contains at least `least` characters of `set`. */
export interface Need {
  readonly set: CharSet;
  readonly least: number;
}

/** Necessary conditions for texts that match a pattern. */
export interface Gate {
  readonly length: number;
  /** Characters anywhere in the text, rarest first. */
  readonly counts: readonly Need[];
  /** Consecutive characters, longest run first. */
  readonly runs: readonly Need[];
}

/** More conditions would hardly reject more texts. */
const MAX_COUNTS = 6;
const MAX_RUNS = 2;

/** The necessary conditions of a pattern without literals. */
export function gateOf(syntax: Syntax): Gate {
  const counts = [...countsOf(syntax).values()].sort((a, b) => sizeOf(a) - sizeOf(b));
  const longest = new Map<string, Need>();
  for (const run of runsOf(syntax)) {
    const key = run.set.join();
    if (run.least > (longest.get(key)?.least ?? 1)) longest.set(key, run);
  }
  const runs = [...longest.values()].sort((a, b) => b.least - a.least || sizeOf(a) - sizeOf(b));
  return {
    length: minLength(syntax),
    counts: counts.slice(0, MAX_COUNTS),
    runs: runs.slice(0, MAX_RUNS),
  };
}

/** The minimum number of characters of each set in a match, by the text of the set. */
function countsOf(syntax: Syntax): Map<string, Need> {
  switch (syntax.type) {
    case 'set':
      return new Map([[syntax.set.join(), { set: syntax.set, least: 1 }]]);
    case 'repeat':
      return timesMore(countsOf(syntax.item), syntax.min);
    case 'sequence': {
      const sums = new Map<string, Need>();
      for (const [key, { set, least }] of syntax.items.flatMap((item) => [...countsOf(item)])) {
        sums.set(key, { set, least: least + (sums.get(key)?.least ?? 0) });
      }
      return sums;
    }
    case 'edge':
    case 'choice':
      return new Map();
  }
}

function timesMore(counts: ReadonlyMap<string, Need>, times: number): Map<string, Need> {
  if (times === 0) return new Map();
  return new Map([...counts].map(([key, { set, least }]) => [key, { set, least: least * times }]));
}

function runsOf(syntax: Syntax): readonly Need[] {
  switch (syntax.type) {
    case 'repeat':
      if (syntax.min === 0) return [];
      return syntax.item.type === 'set'
        ? [{ set: syntax.item.set, least: syntax.min }]
        : runsOf(syntax.item);
    case 'sequence':
      return syntax.items.flatMap((item) => runsOf(item));
    case 'set':
    case 'edge':
    case 'choice':
      return [];
  }
}

function sizeOf({ set }: Need): number {
  let size = 0;
  for (let at = 0; at < set.length; at += 2) size += (set[at + 1] ?? 0) - (set[at] ?? 0) + 1;
  return size;
}

/**
 * A gate as numbers: the minimum length, the number of counts, and pairs of a set and a minimum: first the counts, then
 * the runs.
 */
export function flatGate(
  { length, counts, runs }: Gate,
  numberOf: (set: CharSet) => number,
): number[] {
  const needs = [...counts, ...runs].flatMap(({ set, least }) => [numberOf(set), least]);
  return [length, counts.length, ...needs];
}

/** Gates in the form of `flatGate`, and their offsets in `gates`, with one more offset at the end. */
export interface GateTables extends SetTables {
  readonly gates: Uint32Array;
  readonly gateStarts: Uint32Array;
}

const ASCII = 128;

/** Determines which patterns without literals a text may match. */
export class TextGate {
  readonly #tables: GateTables;
  /** The number of units in the text that are below each ASCII unit; computed on demand. */
  readonly #below = new Uint16Array(ASCII + 1);
  #isCounted = false;
  #units: Uint16Array = new Uint16Array(0);
  #length = 0;

  constructor(tables: GateTables) {
    this.#tables = tables;
  }

  /** Sets the text to the first `length` units. */
  setText(units: Uint16Array, length: number): void {
    this.#units = units;
    this.#length = length;
    this.#isCounted = false;
  }

  /** Whether the text passes the gate with this number. */
  passes(number: number): boolean {
    const { gates, gateStarts } = this.#tables;
    const start = gateStarts[number] ?? 0;
    if (this.#length < (gates[start] ?? 0)) return false;
    if (!this.#isCounted) this.#count();
    const counts = start + 2;
    const runs = counts + 2 * (gates[start + 1] ?? 0);
    return this.#hasCounts(counts, runs) && this.#hasRuns(runs, gateStarts[number + 1] ?? 0);
  }

  #hasCounts(from: number, to: number): boolean {
    const { gates } = this.#tables;
    for (let at = from; at < to; at += 2) {
      if (this.#countOf(gates[at] ?? 0) < (gates[at + 1] ?? 0)) return false;
    }
    return true;
  }

  #hasRuns(from: number, to: number): boolean {
    const { gates } = this.#tables;
    for (let at = from; at < to; at += 2) {
      if (!this.#hasRun(gates[at] ?? 0, gates[at + 1] ?? 0)) return false;
    }
    return true;
  }

  #count(): void {
    const below = this.#below.fill(0);
    for (let at = 0; at < this.#length; at += 1) {
      const unit = this.#units[at] ?? 0;
      if (unit < ASCII) below[unit + 1] = (below[unit + 1] ?? 0) + 1;
    }
    for (let unit = 1; unit <= ASCII; unit += 1) {
      below[unit] = (below[unit] ?? 0) + (below[unit - 1] ?? 0);
    }
    this.#isCounted = true;
  }

  /** An upper bound for the units of the text that are in the set: if it contains any unit above ASCII, all of them count. */
  #countOf(set: number): number {
    const { setRanges, setStarts } = this.#tables;
    const below = this.#below;
    const end = setStarts[set + 1] ?? 0;
    let count = 0;
    for (let at = setStarts[set] ?? 0; at < end; at += 2) {
      const low = setRanges[at] ?? 0;
      const high = setRanges[at + 1] ?? 0;
      if (high >= ASCII) return count + this.#length - (below[Math.min(low, ASCII)] ?? 0);
      count += (below[high + 1] ?? 0) - (below[low] ?? 0);
    }
    return count;
  }

  /** Checks each possible run backwards from its end, and continues after the last unit that is not in the set. */
  #hasRun(number: number, least: number): boolean {
    const set = setAt(this.#tables, number);
    const units = this.#units;
    let free = 0;
    while (free + least <= this.#length) {
      let at = free + least - 1;
      while (at >= free && contains(set, units[at] ?? 0)) at -= 1;
      if (at < free) return true;
      free = at + 1;
    }
    return false;
  }
}
