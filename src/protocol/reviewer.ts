/** What the extension and the reviewer page say to each other. Each side parses what the other sends. */
import * as z from 'zod';
import { AddedRule } from '../core/diff';
import { Evidence, EvidenceExample } from '../core/evidence';
import { Rule } from '../core/rule';
import { SuggestionStatus } from '../core/suggestion';

/** A rule in force, as far as the change is compared with it. */
export const RuleInForce = Rule.pick({ id: true, pattern: true, effect: true, mode: true });
export type RuleInForce = z.infer<typeof RuleInForce>;

/** A rule that the change would take out, with how often it decided where that was counted. */
export const RuleToRemove = z.strictObject({
  ...Rule.shape,
  hits: z.strictObject({ count: z.number().int().nonnegative(), lastTs: z.string() }).optional(),
});
export type RuleToRemove = z.infer<typeof RuleToRemove>;

/** The backtest of one rule. */
export const RuleEvidence = z.strictObject(Evidence.shape);
export type RuleEvidence = z.infer<typeof RuleEvidence>;

/** Commands that ran, that nobody labelled unsafe and nothing denies today, and that the change would stop. */
export const NewlyBlocked = z.strictObject({
  /** Distinct commands. */
  count: z.number().int().nonnegative(),
  /** The first of them. */
  examples: z.array(EvidenceExample),
});
export type NewlyBlocked = z.infer<typeof NewlyBlocked>;

/** One rule that the change would put in, or back. */
export const RuleToAdd = z.strictObject({
  ...AddedRule.shape,
  evidence: RuleEvidence.optional(),
});
export type RuleToAdd = z.infer<typeof RuleToAdd>;

/** A rule that was looked at for this change and left out of it. */
export const LeftOut = z.strictObject({ pattern: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof LeftOut>;

/** Everything a person sees of one change before deciding. */
export const Review = z.strictObject({
  kind: z.enum(['suggestion', 'rollback', 'restore']),
  /** The suggestion, or the version that a rollback or restore aims at. */
  subjectId: z.string().min(1),
  /** The hash of the diff shown; `apply` and `reject` send it back. */
  diffHash: z.string().min(1),
  /** Rollbacks and restores are pending until they are applied. */
  status: SuggestionStatus,
  proposedBy: z.string(),
  /** ISO 8601, UTC. */
  proposedAt: z.string(),
  /** For a rollback or restore: the number of the version; `proposedBy` and `proposedAt` are its author and time. */
  target: z.number().int().positive().optional(),
  /** Who decided, when and with which words, once somebody has. */
  decided: z.strictObject({ by: z.string(), at: z.string(), comment: z.string() }).optional(),
  add: z.array(RuleToAdd),
  remove: z.array(RuleToRemove),
  /** Ids that the diff removes and that are no longer in force. */
  missing: z.array(z.string()),
  /** Every rule in force now, sorted by id. */
  inForce: z.array(RuleInForce),
  /** The policy version that `inForce` belongs to; absent before the first. */
  policyVersion: z.string().optional(),
  /** Events of the history that the evidence was counted on; absent where nothing was counted. */
  historySize: z.number().int().nonnegative().optional(),
  /** Absent where nobody looked for them. */
  newlyBlocked: NewlyBlocked.optional(),
  leftOut: z.array(LeftOut),
  /** What else the `meta` of the diff says, as text to read. */
  meta: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** The name to fill in. */
  author: z.string(),
  /** How many other suggestions wait. */
  morePending: z.number().int().nonnegative(),
});
export type Review = z.infer<typeof Review>;

/** Extension → page. */
export const ToReviewer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('show'), review: Review }),
  /** There is nothing to review (never existed, or the panel was restored without a subject). */
  z.strictObject({ type: z.literal('empty'), message: z.string(), hint: z.string().optional() }),
  z.strictObject({
    type: z.literal('applied'),
    subjectId: z.string(),
    version: z.string(),
    seq: z.number().int().positive(),
    at: z.string(),
    author: z.string(),
    /** Rules in force after the change. */
    rules: z.number().int().nonnegative(),
    morePending: z.number().int().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('rejected'),
    subjectId: z.string(),
    morePending: z.number().int().nonnegative(),
  }),
  /** The last request was refused. `field` names the box at fault where there is one. */
  z.strictObject({
    type: z.literal('failed'),
    message: z.string(),
    hint: z.string().optional(),
    field: z.enum(['typed', 'author']).optional(),
  }),
  /** The policy or the subject changed meanwhile: what is on the screen can no longer be applied. */
  z.strictObject({ type: z.literal('stale'), message: z.string(), hint: z.string().optional() }),
]);
export type ToReviewer = z.infer<typeof ToReviewer>;

const subject = { subjectId: z.string().max(200), diffHash: z.string().max(200) };
const words = { author: z.string().max(200), comment: z.string().max(4000) };

/** Page → extension. Nothing in it is believed: the word, the hash and the status are checked again there. */
export const FromReviewer = z.discriminatedUnion('type', [
  /** The page is up and wants `show` or `empty`. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('apply'), ...subject, ...words, typed: z.string().max(200) }),
  z.strictObject({ type: z.literal('reject'), ...subject, ...words }),
  /** Show the subject again as it is now. */
  z.strictObject({ type: z.literal('refresh') }),
  /** Reveal a rule in the Rules view. */
  z.strictObject({ type: z.literal('openRule'), ruleId: z.string().max(200) }),
  /** Show the diff as JSON in an editor. */
  z.strictObject({ type: z.literal('openDiff') }),
  /** Review the next pending suggestion. */
  z.strictObject({ type: z.literal('openNext') }),
  /** Reveal the History view. */
  z.strictObject({ type: z.literal('openVersions') }),
]);
export type FromReviewer = z.infer<typeof FromReviewer>;
