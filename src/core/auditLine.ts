import * as z from 'zod';
import { AuditAction } from './auditAction';
import type { AuditEntry } from './ports';
import { Effect, RuleMode, type Rule } from './rule';
import { VersionKind, type PolicyVersion } from './version';

/** A rule in a line of the exported audit trail. */
const AuditRule = z.strictObject({
  id: z.string(),
  effect: Effect,
  mode: RuleMode,
  title: z.string().optional(),
  pattern: z.string(),
});

/**
 * One line of the exported audit trail. `version` is what an applied change, rollback or restore created; the hashes form
 * the chain of the store.
 */
export const AuditLine = z.strictObject({
  seq: z.number().int().positive(),
  /** ISO 8601, UTC. */
  time: z.string(),
  author: z.string(),
  kind: AuditAction,
  comment: z.string(),
  /** The id of the suggestion, or of the target version. */
  subject: z.string(),
  version: z
    .strictObject({
      id: z.string(),
      seq: z.number().int().positive(),
      kind: VersionKind,
      hash: z.string(),
      prevHash: z.string(),
      stateHash: z.string(),
      added: z.array(AuditRule),
      removed: z.array(AuditRule),
    })
    .optional(),
});
export type AuditLine = z.infer<typeof AuditLine>;

/** The audit trail as lines, oldest first. Each entry of a change of rules gets the version that it created. */
export function auditLines(
  audit: readonly AuditEntry[],
  versions: readonly PolicyVersion[],
): readonly AuditLine[] {
  const oldest = versions.toSorted((a, b) => a.seq - b.seq);
  let next = 0;
  return audit
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ seq, ts: time, author, action: kind, comment, subject }) => {
      const line = { seq, time, author, kind, comment, subject };
      // Each version was stored with one entry, in the same order.
      const version = oldest[next];
      if (version?.kind !== kind || version.ts !== time || version.author !== author) return line;
      next += 1;
      return { ...line, version: versionOf(version) };
    });
}

function versionOf(version: PolicyVersion): AuditLine['version'] {
  const { seq, kind, hash, prevHash, stateHash, addedRules, removedRules } = version;
  const [added, removed] = [addedRules.map(ruleOf), removedRules.map(ruleOf)];
  return { id: version.version, seq, kind, hash, prevHash, stateHash, added, removed };
}

function ruleOf({ id, effect, mode, title, pattern }: Rule): z.infer<typeof AuditRule> {
  return { id, effect, mode, ...(title === undefined ? {} : { title }), pattern };
}
