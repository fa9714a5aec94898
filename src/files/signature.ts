import { createHash, createPublicKey, verify } from 'node:crypto';
import type { SignedPlace, VersionSignature } from '../core/versionSignature';

/** The bytes that are signed for a version. */
export function signedText({ seq, hash }: SignedPlace): Uint8Array {
  return Buffer.from(`rulewright version ${seq} ${hash}`);
}

/** SHA-256 in hex of a public key (SPKI in DER). */
export function fingerprintOf(publicDer: Uint8Array): string {
  return createHash('sha256').update(publicDer).digest('hex');
}

/** Whether the signature is valid for the version, and the public key is the one with its fingerprint. */
export function isValidSignature(place: SignedPlace, signed: VersionSignature): boolean {
  return isSignatureOf(signedText(place), signed);
}

/** Whether the signature is valid for these bytes, and the public key is the one with its fingerprint. */
export function isSignatureOf(bytes: Uint8Array, signed: VersionSignature): boolean {
  try {
    const der = Buffer.from(signed.publicKey, 'base64');
    if (fingerprintOf(der) !== signed.fingerprint) return false;
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const signature = Buffer.from(signed.signature, 'base64');
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature);
  } catch {
    // Not a key: its signatures prove nothing.
    return false;
  }
}
