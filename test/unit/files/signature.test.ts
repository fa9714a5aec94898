import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { fingerprintOf, isSignatureOf, isValidSignature } from '../../../src/files/signature';

const BYTES = Buffer.from('signed');

/** A signature with the public key of the pair. */
function signatureOf({ publicKey, privateKey }: Record<'publicKey' | 'privateKey', KeyObject>) {
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    fingerprint: fingerprintOf(der),
    publicKey: der.toString('base64'),
    signature: sign(null, BYTES, privateKey).toString('base64'),
  };
}

describe('a signature', () => {
  const own = signatureOf(generateKeyPairSync('ed25519'));

  it('is valid for the signed bytes only', () => {
    assert.equal(isSignatureOf(BYTES, own), true);
    assert.equal(isSignatureOf(Buffer.from('signeD'), own), false);
    assert.equal(isValidSignature({ seq: 1, hash: 'x' }, own), false);
  });

  it('is not valid with a key of another kind', () => {
    const other = signatureOf(generateKeyPairSync('ed448'));
    assert.equal(isSignatureOf(BYTES, other), false);
  });

  it('is not valid with bytes that are no key, even if they have its fingerprint', () => {
    const bytes = Buffer.from('no key');
    const forged = { fingerprint: fingerprintOf(bytes), publicKey: bytes.toString('base64') };
    assert.equal(isSignatureOf(BYTES, { ...own, ...forged }), false);
  });
});
