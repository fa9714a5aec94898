import { hash } from 'node:crypto';
import { canonicalJson } from '../core/canonicalJson';
import { PolicyVersion } from '../core/version';
import type { Database, SqlRow, SqlValue } from './database';
import type { Page } from './listPage';
import { pageOf } from './listPage';

/** A version without its position in the chain. */
export type NewVersion = Omit<PolicyVersion, 'seq' | 'prevHash' | 'hash'>;

/** The end of the chain; `seq` 0 and empty texts before the first version. */
export interface ChainHead {
  readonly seq: number;
  readonly version: string;
  readonly hash: string;
  readonly stateHash: string;
}

/** The end of the chain. */
export function readHead(database: Database): ChainHead {
  const row = database.one(
    'SELECT seq, version, hash, state_hash FROM policy_versions ORDER BY seq DESC LIMIT 1',
  );
  if (row === undefined) return { seq: 0, version: '', hash: '', stateHash: '' };
  return {
    seq: Number(row['seq']),
    version: String(row['version']),
    hash: String(row['hash']),
    stateHash: String(row['state_hash']),
  };
}

/** Appends a version to the chain. */
export function appendVersion(database: Database, version: NewVersion): PolicyVersion {
  const head = readHead(database);
  const placed = { ...version, seq: head.seq + 1, prevHash: head.hash };
  const row = rowOfVersion(placed);
  const ownHash = rowHash(row);
  const columns = [...Object.keys(row), 'hash'];
  const values: readonly SqlValue[] = [...Object.values<string | number>({ ...row }), ownHash];
  database.run(
    `INSERT INTO policy_versions (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    values,
  );
  return { ...placed, hash: ownHash };
}

/** Versions with `seq` below `before`, newest first, at most `limit`. */
export function versionPage(
  database: Database,
  before: number,
  limit: number,
): Page<PolicyVersion> {
  const sql = 'SELECT * FROM policy_versions WHERE seq < ? ORDER BY seq DESC LIMIT ?';
  return pageOf(database.all(sql, [before, limit]), limit, versionOfRow);
}

/** The version with this id. */
export function findVersion(database: Database, version: string): PolicyVersion | undefined {
  const row = database.one('SELECT * FROM policy_versions WHERE version = ?', [version]);
  return row === undefined ? undefined : versionOfRow(row);
}

/** The columns of a version without its hash. JSON columns contain canonical JSON. */
export interface VersionRow {
  readonly version: string;
  readonly ts: string;
  readonly author: string;
  readonly comment: string;
  readonly diff: string;
  readonly add_ids: string;
  readonly seq: number;
  readonly kind: string;
  readonly target: string;
  readonly added_rules: string;
  readonly removed_rules: string;
  readonly prev_hash: string;
  readonly state_hash: string;
}

function rowOfVersion(version: Omit<PolicyVersion, 'hash'>): VersionRow {
  return {
    version: version.version,
    ts: version.ts,
    author: version.author,
    comment: version.comment,
    diff: canonicalJson(version.diff),
    add_ids: canonicalJson(version.addIds),
    seq: version.seq,
    kind: version.kind,
    target: version.target,
    added_rules: canonicalJson(version.addedRules),
    removed_rules: canonicalJson(version.removedRules),
    prev_hash: version.prevHash,
    state_hash: version.stateHash,
  };
}

/**
 * The hash of a version: SHA-256 of the canonical JSON of all its fields except the hash. The JSON columns are already
 * canonical, so they are joined in key order without parsing them.
 */
export function rowHash(row: VersionRow): string {
  const text = JSON.stringify;
  // One call without a hash object is faster: ten thousand of these run at startup.
  return hash(
    'sha256',
    `{"addIds":${row.add_ids},"addedRules":${row.added_rules},"author":${text(row.author)},` +
      `"comment":${text(row.comment)},"diff":${row.diff},"kind":${text(row.kind)},` +
      `"prevHash":${text(row.prev_hash)},"removedRules":${row.removed_rules},` +
      `"seq":${row.seq},"stateHash":${text(row.state_hash)},"target":${text(row.target)},` +
      `"ts":${text(row.ts)},"version":${text(row.version)}}`,
  );
}

function versionOfRow(row: SqlRow): PolicyVersion {
  return PolicyVersion.parse({
    version: row['version'],
    seq: row['seq'],
    ts: row['ts'],
    author: row['author'],
    comment: row['comment'] ?? '',
    kind: row['kind'],
    target: row['target'],
    diff: fromJson(row['diff']),
    addIds: fromJson(row['add_ids']),
    addedRules: fromJson(row['added_rules']),
    removedRules: fromJson(row['removed_rules']),
    prevHash: row['prev_hash'],
    hash: row['hash'],
    stateHash: row['state_hash'],
  });
}

function fromJson(value: unknown): unknown {
  return JSON.parse(String(value));
}
