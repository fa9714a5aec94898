/**
 * Signatures of versions, and the public keys to verify them with. Keys are Ed25519, SPKI in DER, in base64; the
 * fingerprint is the SHA-256 of that DER in hex. A version can be signed with several keys.
 */
export const SIGNATURES_SCHEMA = [
  `CREATE TABLE policy_keys (
    fingerprint TEXT PRIMARY KEY,
    public_key TEXT NOT NULL
  ) WITHOUT ROWID`,
  `CREATE TABLE policy_signatures (
    seq INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (seq, fingerprint)
  ) WITHOUT ROWID`,
  `CREATE TRIGGER policy_keys_keep BEFORE UPDATE ON policy_keys
    BEGIN SELECT RAISE(ABORT, 'keys are never changed'); END`,
  `CREATE TRIGGER policy_keys_stay BEFORE DELETE ON policy_keys
    BEGIN SELECT RAISE(ABORT, 'keys are never deleted'); END`,
  `CREATE TRIGGER policy_signatures_keep BEFORE UPDATE ON policy_signatures
    BEGIN SELECT RAISE(ABORT, 'signatures are never changed'); END`,
  `CREATE TRIGGER policy_signatures_stay BEFORE DELETE ON policy_signatures
    BEGIN SELECT RAISE(ABORT, 'signatures are never deleted'); END`,
] as const;
