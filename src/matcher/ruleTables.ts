import type { GramIndex } from './index/gramIndex';
import type { GateTables } from './index/textGate';

/** Bits of a rule's flags. */
export const RULE_FLAG = {
  deny: 1,
  /** An allow rule that may allow a whole line by matching all of it. */
  wholeLine: 2,
  ask: 4,
} as const;

/** Rules compiled for matching, in flat arrays: made once, published as they are, read without parsing a pattern. */
export interface RuleTables extends GateTables {
  readonly flags: Uint8Array;
  readonly syntax: Uint8Array;
  /** Where each rule's tree starts in `syntax`. */
  readonly syntaxStarts: Uint32Array;
  /** With a gate for each unfiled rule. */
  readonly index: GramIndex;
}
