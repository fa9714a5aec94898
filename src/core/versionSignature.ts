import * as z from 'zod';

/** A signature of a version (Ed25519, RFC 8032), with everything needed to verify it. */
export const VersionSignature = z.strictObject({
  /** SHA-256 of the public key, in hex. */
  fingerprint: z.string(),
  /** SPKI in DER, in base64. */
  publicKey: z.string(),
  /** In base64. */
  signature: z.string(),
});
export type VersionSignature = z.infer<typeof VersionSignature>;

/** The signed data: the number of a version and its hash, which covers every earlier version through the chain. */
export interface SignedPlace {
  readonly seq: number;
  readonly hash: string;
}

/** The signatures in a policy file, and the fingerprint of the key of this machine if there is one. */
export interface StoredSignatures {
  readonly own?: string | undefined;
  readonly signatures: readonly (VersionSignature & { readonly seq: number })[];
}
