import * as z from 'zod';
import { canonicalJson } from './canonicalJson';
import { sha256Hex } from './hash';
import type { AuditEntry } from './ports';
import { PolicyVersion } from './version';
import { VersionSignature, type StoredSignatures } from './versionSignature';

/**
 * One line of the exported audit trail. `version` is the version created by the entry; the hashes form the chain of the
 * store, and `signatures` prove who approved it.
 */
export const AuditLine = z.strictObject({
  seq: z.number().int().positive(),
  /** ISO 8601, UTC. */
  time: z.string(),
  author: z.string(),
  /** An `AuditAction`, or what a newer version recorded. */
  kind: z.string(),
  comment: z.string(),
  /** The id of the suggestion, or of the target version. */
  subject: z.string(),
  version: PolicyVersion.optional(),
  signatures: z.array(VersionSignature).optional(),
});
export type AuditLine = z.infer<typeof AuditLine>;

/** The last line of the exported audit trail. If it is missing or its counts differ, the file was truncated. */
export const AuditEnd = z.strictObject({
  end: z.strictObject({
    /** Number of lines before this one. */
    entries: z.number().int().nonnegative(),
    /** Number and hash of the newest version; 0 and an empty text if there is none. */
    seq: z.number().int().nonnegative(),
    hash: z.string(),
    /** SHA-256 in hex of the lines before this one, with their line ends. Absent in exports of earlier versions. */
    digest: z.string().optional(),
  }),
  /** The signature of `auditEndText`. */
  signature: VersionSignature.optional(),
});
export type AuditEnd = z.infer<typeof AuditEnd>;

/** The stored data from which the audit trail is exported. */
export interface AuditTrail {
  readonly audit: readonly AuditEntry[];
  readonly versions: readonly PolicyVersion[];
  readonly signatures: StoredSignatures['signatures'];
}

/**
 * The audit trail as lines, oldest first. Each entry that changed rules contains the version that it created and its
 * signatures.
 */
export function auditLines({ audit, versions, signatures }: AuditTrail): readonly AuditLine[] {
  const oldest = versions.toSorted((a, b) => a.seq - b.seq);
  const signed = signaturesBySeq(signatures);
  let next = 0;
  return audit
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ seq, ts: time, author, action: kind, comment, subject }) => {
      const line = { seq, time, author, kind, comment, subject };
      // Each version was stored together with one entry, in the same order.
      const version = oldest[next];
      if (version?.kind !== kind || version.ts !== time || version.author !== author) return line;
      next += 1;
      const found = signed.get(version.seq);
      return found === undefined ? { ...line, version } : { ...line, version, signatures: found };
    });
}

function signaturesBySeq(all: AuditTrail['signatures']): ReadonlyMap<number, VersionSignature[]> {
  const found = new Map<number, VersionSignature[]>();
  for (const { seq, ...signature } of all) {
    found.set(seq, [...(found.get(seq) ?? []), signature]);
  }
  return found;
}

/** Signs bytes; resolves to undefined without a key. */
export type Sign = (bytes: Uint8Array) => Promise<VersionSignature | undefined>;

/**
 * The audit trail as JSON Lines: an `AuditLine` for each entry, oldest first, and an `AuditEnd`. The end is signed if
 * there is a key, because it covers entries that no version signature covers, such as those that changed no rule.
 */
export async function auditText(trail: AuditTrail, sign: Sign): Promise<string> {
  const newest = trail.versions.reduce<PolicyVersion | undefined>(
    (best, one) => (best !== undefined && best.seq > one.seq ? best : one),
    undefined,
  );
  const lines = auditLines(trail)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
  const end = {
    entries: trail.audit.length,
    seq: newest?.seq ?? 0,
    hash: newest?.hash ?? '',
    digest: sha256Hex(lines),
  };
  const signature = await sign(auditEndText(end));
  const last: AuditEnd = signature === undefined ? { end } : { end, signature };
  return `${lines}${JSON.stringify(last)}\n`;
}

/** The bytes of the end of an audit trail that are signed. */
export function auditEndText(end: AuditEnd['end']): Uint8Array {
  return new TextEncoder().encode(`rulewright audit ${canonicalJson(end)}`);
}
