import * as z from 'zod';
import { PolicyDiff } from './diff';

export const SuggestionStatus = z.enum(['pending', 'applied', 'rejected']);
export type SuggestionStatus = z.infer<typeof SuggestionStatus>;

/** A diff that is pending review or was decided. */
export const Suggestion = z.strictObject({
  id: z.string().min(1),
  proposedBy: z.string(),
  /** ISO 8601, UTC. */
  proposedAt: z.string(),
  diff: PolicyDiff,
  /** `diffHash(diff)`. */
  diffHash: z.string(),
  status: SuggestionStatus,
  reviewedBy: z.string().optional(),
  reviewedAt: z.string().optional(),
  /** The comment of the reviewer. */
  comment: z.string().optional(),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** The highest confidence of the added rules, 0–1. */
export function confidenceOf(diff: PolicyDiff): number | undefined {
  const scores = diff.add.flatMap(({ score }) => (score === undefined ? [] : [score]));
  return scores.length === 0 ? undefined : Math.max(...scores);
}

/** Sorted by confidence, highest first, as in every list; suggestions of equal confidence keep their order. */
export function highestConfidenceFirst(pending: readonly Suggestion[]): readonly Suggestion[] {
  return pending.toSorted((a, b) => (confidenceOf(b.diff) ?? 0) - (confidenceOf(a.diff) ?? 0));
}
