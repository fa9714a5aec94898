import type * as Crypto from 'node:crypto';

/** SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Load `node:crypto` on demand: it costs the guard as much as all its other work.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import` would load it at startup
  const { createHash } = require('node:crypto') as typeof Crypto;
  return createHash('sha256').update(bytes).digest();
}
