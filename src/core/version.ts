import * as z from 'zod';
import { PolicyDiff } from './diff';
import { Rule } from './rule';

export const VersionKind = z.enum(['apply', 'rollback', 'restore']);
export type VersionKind = z.infer<typeof VersionKind>;

/**
 * One applied change. Versions form a hash chain: `hash` covers all fields here but itself, and `prevHash` is the
 * hash of the version before (empty for the first).
 */
export const PolicyVersion = z.strictObject({
  version: z.string().min(1),
  /** 1, 2, 3 …: the order of versions, whatever the clock says. */
  seq: z.number().int().positive(),
  ts: z.string(),
  author: z.string(),
  comment: z.string(),
  kind: VersionKind,
  /** The version that a rollback or restore aims at; empty for an apply. */
  target: z.string(),
  diff: PolicyDiff,
  /** Ids of the rules this version put in, in the order of the diff. */
  addIds: z.array(z.string()),
  /** Full rows of the rules this version put in and took out: any state can be rebuilt in both directions. */
  addedRules: z.array(Rule),
  removedRules: z.array(Rule),
  prevHash: z.string(),
  hash: z.string(),
  /** SHA-256 over the rule rows in force after this version, sorted by id. */
  stateHash: z.string(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;
