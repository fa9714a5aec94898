/** The end of the version chain, stored outside the storage folder. */
export interface Anchor {
  readonly seq: number;
  readonly version: string;
  readonly hash: string;
  /** Fingerprint of the key that signed the version, if it was signed. */
  readonly signedBy?: string | undefined;
}

/** The private key of this storage folder. */
export interface KeptKey {
  /** Ed25519, PKCS #8 in DER, in base64. */
  readonly privateKey: string;
  /**
   * Whether an earlier session stored it, which proves that the secret storage is permanent. A file that was never
   * signed is signed only with such a key, because otherwise each restart would leave it signed with a lost key.
   */
  readonly isKept: boolean;
}

/**
 * Stores the anchor, the private key and the trusted keys of other clients, for example in VS Code's secret storage.
 * With the anchor, a policy file that was replaced, truncated or deleted is detected; with the key, versions are
 * signed. Callers ignore failures: without an anchor fewer changes are detected, and without a key a signed file is
 * read-only.
 */
export interface AnchorStorage {
  get(): Promise<Anchor | undefined>;
  set(anchor: Anchor): Promise<void>;
  /** The private key; undefined without secret storage. */
  key(): Promise<KeptKey | undefined>;
  /** Fingerprints of the keys of other clients that a person trusted here. */
  trusted(): Promise<readonly string[]>;
  setTrusted(fingerprints: readonly string[]): Promise<void>;
}

/** Stores nothing. */
export const NO_ANCHOR: AnchorStorage = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  key: () => Promise.resolve(undefined),
  trusted: () => Promise.resolve([]),
  setTrusted: () => Promise.resolve(),
};
