import type { GramIndex } from './index/gramIndex';
import type { GateTables } from './index/textGate';

/** Bits of a rule's flags. */
export const RULE_FLAG = {
  deny: 1,
  /** An allow rule that may allow a whole line by matching all of it. */
  wholeLine: 2,
  ask: 4,
} as const;

/** Compiled rules as flat arrays, which are stored in the published policy and used without parsing patterns. */
export interface RuleTables extends GateTables {
  readonly flags: Uint8Array;
  readonly syntax: Uint8Array;
  /** The offset of each rule's tree in `syntax`. */
  readonly syntaxStarts: Uint32Array;
  /** There is a gate for each unfiled rule. */
  readonly index: GramIndex;
}
