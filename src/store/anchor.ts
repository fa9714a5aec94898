/** The end of the version chain, stored outside the storage folder. */
export interface Anchor {
  readonly seq: number;
  readonly version: string;
  readonly hash: string;
}

/**
 * Stores the anchor, for example in VS Code's secret storage. With it, a policy file that was replaced, truncated or
 * deleted is detected. Callers ignore its failures: without an anchor only fewer changes are detected.
 */
export interface AnchorKeeper {
  get(): Promise<Anchor | undefined>;
  set(anchor: Anchor): Promise<void>;
}

/** Stores nothing. */
export const NO_ANCHOR: AnchorKeeper = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
};
