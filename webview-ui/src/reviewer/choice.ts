import * as z from 'zod';
import type { DiffPart } from '../../../src/core/diffPart';
import { RuleMode } from '../../../src/core/rule';
import type { Review } from '../../../src/protocol/reviewer';

/** What is taken of a change: the mode of each rule to add, by its place, and which rules to remove, by their ids. */
export const Choice = z.object({
  add: z.array(RuleMode.or(z.literal('leave'))),
  keep: z.array(z.string()),
});
export type Choice = z.infer<typeof Choice>;

/** Everything as it was suggested. */
export function wholeChoice({ add }: Review): Choice {
  return { add: add.map(({ mode }) => mode ?? 'enforce'), keep: [] };
}

/** Whether a person can choose: a suggestion is taken in parts, a rollback and a restore only whole. */
export function canChoose({ kind, status }: Review): boolean {
  return kind === 'suggestion' && status === 'pending';
}

/** The change as it would be applied: without what is left out, and with the chosen modes. */
export function takenOf(review: Review, { add, keep }: Choice): Review {
  return {
    ...review,
    add: review.add.flatMap((rule, at) => {
      const mode = add[at] ?? 'leave';
      return mode === 'leave' ? [] : [{ ...rule, mode }];
    }),
    remove: review.remove.filter(({ id }) => !keep.includes(id)),
  };
}

/** The choice as the extension takes it; undefined where everything is taken as it was suggested. */
export function partOf(review: Review, choice: Choice): DiffPart | undefined {
  const whole = wholeChoice(review);
  const isWhole =
    choice.keep.length === 0 && choice.add.every((mode, at) => mode === whole.add[at]);
  if (isWhole) return undefined;
  return {
    add: choice.add.flatMap((mode, at) => (mode === 'leave' ? [] : [{ at, mode }])),
    remove: review.remove.map(({ id }) => id).filter((id) => !choice.keep.includes(id)),
  };
}
