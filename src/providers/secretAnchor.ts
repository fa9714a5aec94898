import { generateKeyPairSync } from 'node:crypto';
import type * as vscode from 'vscode';
import * as z from 'zod';

const Anchor = z.strictObject({
  seq: z.number().int(),
  version: z.string(),
  hash: z.string(),
  signedBy: z.string().optional(),
});
type Anchor = z.infer<typeof Anchor>;

/** A private key, and the session that created it. */
const StoredKey = z.strictObject({ privateKey: z.string(), session: z.string() });

const Trusted = z.array(z.string());

/**
 * Stores the end of the version chain, the private key that signs versions and the trusted keys of other clients in VS
 * Code's secret storage, one entry of each kind per storage folder. The key is created at its first use and counts as
 * kept from the next session on. `session`: the id of this session.
 */
export function createSecretAnchor(secrets: vscode.SecretStorage, folder: string, session: string) {
  const anchorName = `policy.anchor:${folder}`;
  const keyName = `policy.key:${folder}`;
  const trustedName = `policy.trusted:${folder}`;
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const text = await secrets.get(name);
    return text === undefined ? undefined : schema.safeParse(fromJson(text)).data;
  };
  return {
    get: (): Promise<Anchor | undefined> => read(anchorName, Anchor),
    set: async (anchor: Anchor): Promise<void> => secrets.store(anchorName, JSON.stringify(anchor)),
    trusted: async (): Promise<readonly string[]> => (await read(trustedName, Trusted)) ?? [],
    setTrusted: async (fingerprints: readonly string[]): Promise<void> =>
      secrets.store(trustedName, JSON.stringify(fingerprints)),
    key: async (): Promise<{ privateKey: string; isKept: boolean } | undefined> => {
      const existing = await read(keyName, StoredKey);
      if (existing !== undefined) {
        return { privateKey: existing.privateKey, isKept: existing.session !== session };
      }
      await secrets.store(keyName, JSON.stringify({ privateKey: newKey(), session }));
      // Another window may have stored one concurrently.
      const stored = await read(keyName, StoredKey);
      return stored && { privateKey: stored.privateKey, isKept: false };
    },
  };
}

/** An Ed25519 private key: PKCS #8 in DER, in base64. */
function newKey(): string {
  return generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An entry that is truncated or was written by another program is treated as missing.
    return undefined;
  }
}
