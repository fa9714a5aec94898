import type * as Crypto from 'node:crypto';

/** SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Loaded when first needed: `node:crypto` alone would cost the guard as much as the rest of its work.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import` would load it at the start
  const { createHash } = require('node:crypto') as typeof Crypto;
  return createHash('sha256').update(bytes).digest();
}
