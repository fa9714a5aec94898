import { contains, SPACE, type CharSet } from '../pattern/charSet';

/**
 * The index folds text to seven bits: letters ignore case, white space is a blank, and all units above ASCII have one code.
 * Equal text has equal codes, so required literals are always found; the automaton then rejects false positives.
 */
const FOREIGN = 3;
const BLANK = 0x20;

/** Codes before the first and after the last unit of the folded text. */
export const TEXT_START = 1;
export const TEXT_END = 2;

/** The code of each ASCII unit (4–127, or `FOREIGN`). */
export const ASCII_FOLD = new Uint8Array(128);
for (let unit = 0; unit < 128; unit += 1) {
  ASCII_FOLD[unit] = unit >= 0x41 && unit <= 0x5a ? unit + 32 : Math.max(unit, FOREIGN);
}
ASCII_FOLD.fill(BLANK, 0x09, 0x0e);

/** The code of a UTF-16 unit above ASCII. */
export function foldForeign(unit: number): number {
  return contains(SPACE, unit) ? BLANK : FOREIGN;
}

/** The codes of the units in a set; undefined if there are more than `limit`. */
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
  // Units above ASCII have only two codes; stop once both are included.
  for (let unit = Math.max(low, 128); unit <= high; unit += 1) {
    codes.add(foldForeign(unit));
    if (codes.has(BLANK) && codes.has(FOREIGN)) return;
  }
}
