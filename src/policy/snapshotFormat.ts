/**
 * The file format of the published policy: magic, SHA-256 of everything after it, header length, header (JSON), and the
 * arrays, each aligned to eight bytes. Little-endian, like all platforms of VS Code.
 */
export const MAGIC = 'RWPOLICY';
/**
 * Increased when the layout or the meaning of an array changes. Files of other formats are published again, never read.
 */
export const FORMAT = 4;
/** Maximum number of rules that are read from a file that another program may have written. More cannot be published. */
export const MAX_RULES = 20_000;
/** The texts of a rule in file order; empty if absent. */
export const RULE_TEXTS = ['id', 'pattern', 'title', 'reason', 'instead'] as const;
export const HASH_AT = 8;
export const HASH_BYTES = 32;
export const LENGTH_AT = HASH_AT + HASH_BYTES;
export const HEADER_AT = LENGTH_AT + 4;

/** Element types by their size in bytes. */
export type Elements = Uint8Array | Uint16Array | Uint32Array;

/** The position of an array, relative to the end of the padded header. */
export interface Section {
  readonly name: string;
  readonly elementBytes: 1 | 2 | 4;
  readonly start: number;
  readonly length: number;
}

export interface Header {
  readonly format: number;
  readonly version: string;
  readonly seq: number;
  readonly seed: number;
  /** The random number from which the seed was derived; absent in files of earlier versions. */
  readonly drawn?: number;
  readonly sections: readonly Section[];
}

export function padded(length: number): number {
  return (length + 7) & ~7;
}
