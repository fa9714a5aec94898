import * as z from 'zod';
import { RuleToTest } from '../../../src/core/liveBacktest';
import type { Review } from '../../../src/protocol/reviewer';
import { Choice, choiceFrom, rulesToAdd, wholeChoice } from './choice';

/**
 * What the user chose and wrote, saved while the panel is open. `kind`, `subjectId` and `from`, which are saved with it,
 * let the extension reopen the review after a reload.
 */
const Draft = z.object({
  subjectId: z.string(),
  diffHash: z.string(),
  author: z.string(),
  comment: z.string(),
  choice: Choice,
  /** The rules that the choice is about. */
  rules: z.array(RuleToTest).optional(),
  /** The text in the search field of a long review. */
  filter: z.string().optional(),
});
export type Draft = z.infer<typeof Draft>;

/**
 * The saved draft for this change, otherwise the defaults. The change is another one when a suggestion was decided in
 * part or edited elsewhere, or the policy changed: the choices for the rules that are still there are kept.
 */
export function draftFor(draft: unknown, review: Review): Draft {
  const { subjectId, diffHash, author } = review;
  const saved = Draft.safeParse(draft).data;
  const rules = rulesToAdd(review);
  if (saved?.subjectId !== subjectId) {
    return { subjectId, diffHash, author, comment: '', choice: wholeChoice(review), rules };
  }
  const { choice, rules: before } = saved;
  if (saved.diffHash === diffHash) return { ...saved, rules };
  return { ...saved, diffHash, rules, choice: choiceFrom(review, choice, before ?? []) };
}
