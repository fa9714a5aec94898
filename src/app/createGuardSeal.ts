import type { GuardSeal } from '../hosts/guardSeal';
import type { AnchorStorage } from '../store/anchor';
import { openSigningKey } from '../store/signatures';

/** Seals the guard with the key of this machine. Keys of other clients that the user trusted are accepted as well. */
export function createGuardSeal(anchorStorage: AnchorStorage): GuardSeal {
  const read = async () => {
    const kept = await anchorStorage.key().catch(() => undefined);
    return { key: kept && openSigningKey(kept.privateKey), isKept: kept?.isKept === true };
  };
  return {
    sign: async (bytes) => {
      const { key } = await read();
      if (key === undefined) return undefined;
      const { fingerprint, publicKey } = key;
      return { fingerprint, publicKey, signature: key.sign(bytes) };
    },
    isTrusted: async (fingerprint) =>
      (await read()).key?.fingerprint === fingerprint ||
      (await anchorStorage.trusted().catch((): readonly string[] => [])).includes(fingerprint),
    isKept: async () => (await read()).isKept,
  };
}
