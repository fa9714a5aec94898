import type { CharSet } from './charSet';
import type { GramIndex } from './gramIndex';

/** Bits of a rule's flags. */
export const RULE_FLAG = {
  deny: 1,
  /** An allow rule that may allow a whole line by matching all of it. */
  wholeLine: 2,
} as const;

/** Rules compiled for matching, in flat arrays: made once, published as they are, read without parsing a pattern. */
export interface RuleTables {
  readonly flags: Uint8Array;
  readonly syntax: Uint8Array;
  /** Where each rule's tree starts in `syntax`. */
  readonly syntaxStarts: Uint32Array;
  /** The ranges of all sets, and where each set starts; one more start than sets. */
  readonly setRanges: Uint16Array;
  readonly setStarts: Uint32Array;
  /** For each unfiled rule of the index: what texts that it matches have, as `flatGate` lays it out. */
  readonly gates: Uint32Array;
  /** Where each gate starts in `gates`; one more start than unfiled rules. */
  readonly gateStarts: Uint32Array;
  readonly index: GramIndex;
}

/** Set number `number` of `tables`. */
export function setAt(
  tables: Pick<RuleTables, 'setRanges' | 'setStarts'>,
  number: number,
): CharSet {
  return [
    ...tables.setRanges.subarray(tables.setStarts[number] ?? 0, tables.setStarts[number + 1] ?? 0),
  ];
}
