/** The end of the version chain, remembered outside of the storage folder. */
export interface Anchor {
  readonly seq: number;
  readonly version: string;
  readonly hash: string;
}

/**
 * Remembers the anchor, in VS Code's secret storage for example: it tells a swapped, shortened or deleted policy
 * file from a new one. What it fails at is only noted, never thrown.
 */
export interface AnchorKeeper {
  get(): Promise<Anchor | undefined>;
  set(anchor: Anchor): Promise<void>;
}

/** For callers without such a place: nothing is remembered. */
export const NO_ANCHOR: AnchorKeeper = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
};
