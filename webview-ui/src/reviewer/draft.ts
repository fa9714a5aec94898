import * as z from 'zod';
import type { FromReviewer, Review, ToReviewer } from '../../../src/protocol/reviewer';
import type { Host } from '../common/host';
import { Choice, choiceFrom, namesOf, wholeChoice } from './choice';

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
  rules: z.array(z.string()).optional(),
  /** The text in the search field of a long review. */
  filter: z.string().optional(),
});
export type Draft = z.infer<typeof Draft>;

/**
 * The saved draft for this change, otherwise the defaults. The change is another one when a suggestion was decided in
 * part or edited elsewhere, or the policy changed: the choices for the rules that are still there are kept.
 */
export function draftFor(host: Host<ToReviewer, FromReviewer>, review: Review): Draft {
  const { subjectId, diffHash, author } = review;
  const saved = Draft.safeParse(host.draft()).data;
  const rules = namesOf(review);
  if (saved?.subjectId !== subjectId) {
    return { subjectId, diffHash, author, comment: '', choice: wholeChoice(review), rules };
  }
  const { choice, rules: before } = saved;
  if (saved.diffHash === diffHash) return { ...saved, rules };
  return { ...saved, diffHash, rules, choice: choiceFrom(review, choice, before ?? []) };
}
