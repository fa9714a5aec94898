import { generateKeyPairSync } from 'node:crypto';
import { NO_ANCHOR, type AnchorStorage } from '../../src/store/anchor';
import { openSigningKey } from '../../src/store/signatures';

/** A client of a shared storage folder: its private key, and the fingerprints of the keys that it trusts. */
export interface ClientKey {
  readonly privateKey: string;
  readonly trusted: readonly string[];
}

/** Two clients with separate keys that trust each other. */
export function twoClients(): readonly [ClientKey, ClientKey] {
  const one = newKey();
  const other = newKey();
  return [
    { ...one, trusted: [other.fingerprint] },
    { ...other, trusted: [one.fingerprint] },
  ];
}

/** The secrets that a client keeps, without an anchor, because another client may have changed the end of the chain. */
export function anchorOf({ privateKey, trusted }: ClientKey): AnchorStorage {
  return {
    ...NO_ANCHOR,
    key: () => Promise.resolve({ privateKey, isKept: true }),
    trusted: () => Promise.resolve(trusted),
  };
}

function newKey(): { privateKey: string; fingerprint: string } {
  const privateKey = generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
  return { privateKey, fingerprint: openSigningKey(privateKey)?.fingerprint ?? '' };
}
