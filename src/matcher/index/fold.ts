import { contains, SPACE, type CharSet } from '../pattern/charSet';

/**
 * The index reads text in seven bits: letters without case, white space as one blank, everything beyond ASCII as one
 * code. What is equal stays equal, so a literal that a match needs is always found; the confirmation tells the rest.
 */
const FOREIGN = 3;
const BLANK = 0x20;

/** Stand in the folded text before the first and behind the last unit. */
export const TEXT_START = 1;
export const TEXT_END = 2;

/** Code (4–127, or `FOREIGN`) of each ASCII unit. */
export const ASCII_FOLD = new Uint8Array(128);
for (let unit = 0; unit < 128; unit += 1) {
  ASCII_FOLD[unit] = unit >= 0x41 && unit <= 0x5a ? unit + 32 : Math.max(unit, FOREIGN);
}
ASCII_FOLD.fill(BLANK, 0x09, 0x0e);

/** The index's code of a UTF-16 unit beyond ASCII. */
export function foldForeign(unit: number): number {
  return contains(SPACE, unit) ? BLANK : FOREIGN;
}

/** The codes of the set's members, or undefined when there are more than `limit`. */
export function foldedCodes(set: CharSet, limit: number): readonly number[] | undefined {
  const codes = new Set<number>();
  for (let at = 0; at < set.length; at += 2) {
    addCodes(codes, set[at] ?? 0, set[at + 1] ?? 0);
    if (codes.size > limit) return undefined;
  }
  return [...codes];
}

function addCodes(codes: Set<number>, low: number, high: number): void {
  for (let unit = low; unit <= Math.min(high, 127); unit += 1) {
    codes.add(ASCII_FOLD[unit] ?? FOREIGN);
  }
  // Beyond ASCII there are two codes: once both are in, the rest of the range adds nothing.
  for (let unit = Math.max(low, 128); unit <= high; unit += 1) {
    codes.add(foldForeign(unit));
    if (codes.has(BLANK) && codes.has(FOREIGN)) return;
  }
}
