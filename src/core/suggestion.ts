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
