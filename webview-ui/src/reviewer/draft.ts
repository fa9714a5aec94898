import * as z from 'zod';
import { RuleToTest } from '../../../src/core/liveBacktest';
import type { Review } from '../../../src/protocol/reviewer';
import { Choice, choiceFrom, rulesToAdd, wholeChoice } from './choice';

/**
 * Saved while the panel is open. `kind`, `subjectId` and `from` let the extension reopen the review after a
 * reload.
 */
const Draft = z.object({
  subjectId: z.string(),
  diffHash: z.string(),
  author: z.string(),
  comment: z.string(),
  choice: Choice,
  /** Of a joint review: the rules that the choice is about. */
  rules: z.array(RuleToTest).optional(),
});
export type Draft = z.infer<typeof Draft>;

/**
 * The saved draft for this change, otherwise the defaults. A joint review becomes another change when one of its
 * suggestions is decided elsewhere or a new one arrives; the choices for the others are kept.
 */
export function draftFor(draft: unknown, review: Review): Draft {
  const { kind, subjectId, diffHash, author } = review;
  const saved = Draft.safeParse(draft).data;
  const rules = kind === 'joint' ? { rules: rulesToAdd(review) } : {};
  if (saved?.subjectId === subjectId) {
    if (saved.diffHash === diffHash) return saved;
    if (kind === 'joint' && saved.rules !== undefined)
      return {
        ...saved,
        diffHash,
        ...rules,
        choice: choiceFrom(review, saved.choice, saved.rules),
      };
  }
  return { subjectId, diffHash, author, comment: '', choice: wholeChoice(review), ...rules };
}
