import { generateKeyPairSync } from 'node:crypto';
import type { KeptKey } from '../../src/store/anchor';

/** A new private key, as VS Code's secret storage keeps it. */
export function aPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** The same with whether it is kept from session to session. */
export function aKey(isKept = true): KeptKey {
  return { privateKey: aPrivateKey(), isKept };
}
