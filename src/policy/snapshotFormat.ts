/**
 * The published policy as a file: magic, SHA-256 of all that follows it, length of the header, the header (JSON), then the
 * arrays, each at a multiple of eight bytes. Little-endian, as every machine that VS Code runs on.
 */
export const MAGIC = 'RWPOLICY';
/** Changes with the layout or with the meaning of an array; another format is republished, never read. */
export const FORMAT = 4;
/** The texts of a rule, in this order; empty where it has none. */
export const RULE_TEXTS = ['id', 'pattern', 'title', 'reason', 'instead'] as const;
export const HASH_AT = 8;
export const HASH_BYTES = 32;
export const LENGTH_AT = HASH_AT + HASH_BYTES;
export const HEADER_AT = LENGTH_AT + 4;

/** Element types by their size in bytes. */
export type Elements = Uint8Array | Uint16Array | Uint32Array;

/** Where an array lies, counted from the end of the header, padded to eight bytes. */
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
  readonly sections: readonly Section[];
}

export function padded(length: number): number {
  return (length + 7) & ~7;
}
