import assert from 'node:assert/strict';
import { createSecretAnchor } from '../../../src/providers/secretAnchor';
import { openSigningKey } from '../../../src/store/signatures';

type Secrets = Parameters<typeof createSecretAnchor>[0];

/** VS Code's secret storage, in memory. */
function secretsInMemory(): Secrets {
  const kept = new Map<string, string>();
  return {
    get: (key: string) => Promise.resolve(kept.get(key)),
    store: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
  } as unknown as Secrets;
}

describe('createSecretAnchor', () => {
  it('creates one key per folder, which counts as kept from the next session on', async () => {
    const secrets = secretsInMemory();
    const first = createSecretAnchor(secrets, '/a', 'session 1');
    const made = await first.key();
    assert.ok(made !== undefined && openSigningKey(made.privateKey) !== undefined);
    assert.deepEqual(await first.key(), { ...made, isKept: false });
    const later = await createSecretAnchor(secrets, '/a', 'session 2').key();
    assert.deepEqual(later, { ...made, isKept: true });
    const other = await createSecretAnchor(secrets, '/b', 'session 2').key();
    assert.notEqual(other?.privateKey, made.privateKey);
  });

  it('stores trusted keys per folder', async () => {
    const secrets = secretsInMemory();
    const anchor = createSecretAnchor(secrets, '/a', 's');
    assert.deepEqual(await anchor.trusted(), []);
    await anchor.setTrusted(['f1', 'f2']);
    assert.deepEqual(await createSecretAnchor(secrets, '/a', 't').trusted(), ['f1', 'f2']);
    assert.deepEqual(await createSecretAnchor(secrets, '/b', 's').trusted(), []);
  });

  it('stores the anchor with and without the key that signed it', async () => {
    const anchor = createSecretAnchor(secretsInMemory(), '/a', 's');
    assert.equal(await anchor.get(), undefined);
    const place = { seq: 3, version: 'v3', hash: 'h' };
    for (const stored of [place, { ...place, signedBy: 'f' }]) {
      await anchor.set(stored);
      assert.deepEqual(await anchor.get(), stored);
    }
  });
});
