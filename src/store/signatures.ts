import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { StoredSignatures } from '../core/versionSignature';
import { fingerprintOf, isValidSignature, signedText } from '../files/signature';
import type { ChainPlace } from './chain';
import type { Database, SqlRow } from './database';

/** An Ed25519 key that signs versions (RFC 8032). */
export interface SigningKey {
  /** SHA-256 of the public key, in hex. */
  readonly fingerprint: string;
  /** SPKI in DER, in base64. */
  readonly publicKey: string;
  /** The signature of these bytes, in base64. */
  sign(bytes: Uint8Array): string;
}

/** A valid signature of a version, which covers all versions before it through the chain. */
export interface Signed {
  readonly seq: number;
  readonly fingerprint: string;
}

/** Opens a private key: PKCS #8 in DER, in base64. Returns undefined for anything else. */
export function openSigningKey(privateKey: string): SigningKey | undefined {
  try {
    const der = Buffer.from(privateKey, 'base64');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType !== 'ed25519') return undefined;
    const publicDer = createPublicKey(key).export({ format: 'der', type: 'spki' });
    return {
      fingerprint: fingerprintOf(publicDer),
      publicKey: publicDer.toString('base64'),
      sign: (bytes) => sign(null, bytes, key).toString('base64'),
    };
  } catch {
    // Written by something else: the same as no key.
    return undefined;
  }
}

/** Whether any version was ever signed. Files of earlier schemas have no signatures. */
export function hasSignatures(database: Database): boolean {
  return hasTables(database) && database.values('SELECT 1 FROM policy_keys LIMIT 1').length > 0;
}

/** Signs the version at `place` and stores the public key with it. Call it inside a transaction. */
export function addSignature(database: Database, key: SigningKey, place: ChainPlace): void {
  const { fingerprint, publicKey } = key;
  database.run('INSERT OR IGNORE INTO policy_keys (fingerprint, public_key) VALUES (?, ?)', [
    fingerprint,
    publicKey,
  ]);
  database.run(
    'INSERT OR IGNORE INTO policy_signatures (seq, fingerprint, signature) VALUES (?, ?, ?)',
    [place.seq, fingerprint, key.sign(signedText(place))],
  );
}

const SIGNATURES = `SELECT s.seq, s.fingerprint, s.signature, k.public_key, v.hash
  FROM policy_signatures s
  LEFT JOIN policy_keys k ON k.fingerprint = s.fingerprint
  LEFT JOIN policy_versions v ON v.seq = s.seq`;

/** The newest version with a valid signature: of one key, or of any key in the file. */
export function newestSigned(database: Database, fingerprint?: string): Signed | undefined {
  if (!hasTables(database)) return undefined;
  const which = fingerprint === undefined ? '' : 'WHERE s.fingerprint = ?';
  const rows = database.all(
    `${SIGNATURES} ${which} ORDER BY s.seq DESC`,
    fingerprint === undefined ? [] : [fingerprint],
  );
  for (const row of rows) {
    const { isValid, ...signed } = signedOf(row);
    if (isValid) return signed;
  }
  return undefined;
}

/** Whether the version `seq` has a valid signature of this key. */
export function isSigned(database: Database, { seq, fingerprint }: Signed): boolean {
  if (!hasTables(database)) return false;
  const row = database.one(`${SIGNATURES} WHERE s.seq = ? AND s.fingerprint = ?`, [
    seq,
    fingerprint,
  ]);
  return row !== undefined && signedOf(row).isValid;
}

/** Every signature of a version, with its public key, oldest version first; valid or not. */
export function signaturesIn(database: Database): StoredSignatures['signatures'] {
  if (!hasTables(database)) return [];
  return database.all(`${SIGNATURES} ORDER BY s.seq, s.fingerprint`).map((row) => ({
    seq: Number(row['seq']),
    ...signatureOf(row),
  }));
}

function signatureOf(row: SqlRow): Omit<StoredSignatures['signatures'][number], 'seq'> {
  const publicKey = row['public_key'];
  return {
    fingerprint: String(row['fingerprint']),
    publicKey: typeof publicKey === 'string' ? publicKey : '',
    signature: String(row['signature']),
  };
}

function signedOf(row: SqlRow): Signed & { readonly isValid: boolean } {
  const { hash } = row;
  const seq = Number(row['seq']);
  const signature = signatureOf(row);
  const isValid = typeof hash === 'string' && isValidSignature({ seq, hash }, signature);
  return { seq, fingerprint: signature.fingerprint, isValid };
}

function hasTables(database: Database): boolean {
  const sql = `SELECT count(*) AS n FROM sqlite_master
    WHERE type = 'table' AND name IN ('policy_keys', 'policy_signatures')`;
  return database.one(sql)?.['n'] === 2;
}
