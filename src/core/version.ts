import * as z from 'zod';
import { PolicyDiff } from './diff';
import { Rule } from './rule';

export const VersionKind = z.enum(['apply', 'rollback', 'restore']);
export type VersionKind = z.infer<typeof VersionKind>;

/**
 * An applied change. Versions form a hash chain: `hash` covers all other fields, and `prevHash` is the hash of the
 * previous version (empty for the first).
 */
export const PolicyVersion = z.strictObject({
  version: z.string().min(1),
  /** 1, 2, 3 and so on: the order of versions, independent of the clock. */
  seq: z.number().int().positive(),
  ts: z.string(),
  author: z.string(),
  comment: z.string(),
  kind: VersionKind,
  /** The target version of a rollback or restore; empty for an applied suggestion. */
  target: z.string(),
  diff: PolicyDiff,
  /** Ids of the rules that this version added, in the order of the diff. */
  addIds: z.array(z.string()),
  /** The rules that this version added and removed. Any state can be replayed in both directions. */
  addedRules: z.array(Rule),
  removedRules: z.array(Rule),
  prevHash: z.string(),
  hash: z.string(),
  /** SHA-256 of the rules in force after this version, sorted by id. */
  stateHash: z.string(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;
