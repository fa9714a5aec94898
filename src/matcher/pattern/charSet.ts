/**
 * A set of UTF-16 code units as sorted, disjoint, inclusive ranges: `[low, high, low, high, …]`.
 * Patterns have the semantics of JavaScript without the `u` flag: they match code units, not code points.
 */
export type CharSet = readonly number[];

export const LAST_UNIT = 0xffff;

export const DIGIT: CharSet = [0x30, 0x39];
export const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** The units that `\s` matches in JavaScript. */
export const SPACE: CharSet = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f,
  0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
];
export const LINE_END: CharSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];
export const EVERYTHING: CharSet = [0, LAST_UNIT];

/** A set of ranges, which may be unsorted and overlap. */
export function setOf(ranges: readonly number[]): CharSet {
  const pairs: [number, number][] = [];
  for (let at = 0; at < ranges.length; at += 2) pairs.push([ranges[at] ?? 0, ranges[at + 1] ?? 0]);
  pairs.sort(([a], [b]) => a - b);
  const merged: number[] = [];
  for (const [low, high] of pairs) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last + 1) merged[merged.length - 1] = Math.max(last, high);
    else merged.push(low, high);
  }
  return merged;
}

/** All units that are not in `set`. */
export function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let next = 0;
  for (let at = 0; at < set.length; at += 2) {
    const low = set[at] ?? 0;
    if (low > next) rest.push(next, low - 1);
    next = (set[at + 1] ?? 0) + 1;
  }
  if (next <= LAST_UNIT) rest.push(next, LAST_UNIT);
  return rest;
}

/** Whether `unit` is in `set`. */
export function contains(set: CharSet, unit: number): boolean {
  let from = 0;
  let to = set.length >> 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (unit > (set[2 * middle + 1] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from < set.length >> 1 && unit >= (set[2 * from] ?? 0);
}

/** `set` and all units that are equal to one of its members with JavaScript's `i` flag. */
export function ignoringCase(set: CharSet): CharSet {
  const [low = 0, high] = set;
  return low === high && set.length === 2 && !hasForeignCase(low)
    ? oneIgnoringCase(low)
    : casedRanges(set);
}

/** Whether a unit is above ASCII and a letter with two cases. */
function hasForeignCase(unit: number): boolean {
  if (unit < 0x80) return false;
  const text = String.fromCharCode(unit);
  return text.toUpperCase() !== text || text.toLowerCase() !== text;
}

/** The sets of single units, because most parts of a pattern are one. */
const ONE_UNIT = new Map<number, CharSet>();

function oneIgnoringCase(unit: number): CharSet {
  const known = ONE_UNIT.get(unit);
  if (known !== undefined) return known;
  const upper = unit >= 0x61 && unit <= 0x7a ? unit - 32 : unit;
  const isLetter = upper >= 0x41 && upper <= 0x5a;
  const set = isLetter ? [upper, upper, upper + 32, upper + 32] : [unit, unit];
  ONE_UNIT.set(unit, set);
  return set;
}

function casedRanges(set: CharSet): CharSet {
  const ranges = [...set];
  for (let at = 0; at < set.length; at += 2) {
    const low = set[at] ?? 0;
    const high = set[at + 1] ?? 0;
    addShifted(ranges, low, high, 0x41, 32);
    addShifted(ranges, low, high, 0x61, -32);
  }
  if ((set.at(-1) ?? 0) >= 0x80) addForeignVariants(ranges, set);
  return setOf(ranges);
}

/** Adds the other case of the letters in the range, which are among the 26 letters from `first`. */
function addShifted(
  ranges: number[],
  low: number,
  high: number,
  first: number,
  shift: number,
): void {
  const from = Math.max(low, first);
  const to = Math.min(high, first + 25);
  if (from <= to) ranges.push(from + shift, to + shift);
}

let variants: readonly (readonly number[])[] | undefined;

function addForeignVariants(ranges: number[], set: CharSet): void {
  variants ??= caseVariants();
  for (const group of variants) {
    if (!group.some((unit) => contains(set, unit))) continue;
    for (const unit of group) ranges.push(unit, unit);
  }
}

/** Groups of units above ASCII that are equal ignoring case. */
function caseVariants(): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (let unit = 0x80; unit <= LAST_UNIT; unit += 1) {
    const upper = upperCase(unit);
    const group = groups.get(upper);
    if (group === undefined) groups.set(upper, [unit]);
    else group.push(unit);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** ECMAScript's Canonicalize: maps a unit to a single unit, and never from above ASCII to ASCII. */
function upperCase(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase();
  const code = upper.charCodeAt(0);
  return upper.length === 1 && code >= 0x80 ? code : unit;
}

/** The ranges of many sets in one array, and their offsets, with one more offset at the end. */
export interface SetTables {
  readonly setRanges: Uint16Array;
  readonly setStarts: Uint32Array;
}

/** The set with this number. */
export function setAt({ setRanges, setStarts }: SetTables, number: number): CharSet {
  return [...setRanges.subarray(setStarts[number] ?? 0, setStarts[number + 1] ?? 0)];
}
