import type { Review } from '../../src/protocol/reviewer';
import { RECORDED } from './recorded';

/** A pending suggestion as the learner makes them. */
export function suggestionReview(): Review {
  return RECORDED.reviews.suggestion;
}

/** The same with a rule that asks. */
export function askingReview(): Review {
  return RECORDED.reviews.asking;
}

/** The starter rules, of which some were left out. */
export function starterReview(): Review {
  return RECORDED.reviews.starter;
}

/** Back to the state before the last version. */
export function rollbackReview(): Review {
  return RECORDED.reviews.rollback;
}

/** A suggestion somebody has decided already. */
export function decidedReview(): Review {
  return RECORDED.reviews.decided;
}

/** Text that attacks the page, in every place that shows text. */
export function hostileReview(): Review {
  return RECORDED.reviews.hostile;
}

/** Hundreds of rules and examples: what was recorded, again and again. */
export function largeReview(): Review {
  const review = suggestionReview();
  const inForce = repeated(review.inForce, 2000, (rule, at) => ({
    ...rule,
    id: `${rule.id}-${at}`,
    pattern: `${rule.pattern}#${at}`,
  }));
  const add = repeated(review.add, 60, (rule, at) => ({
    ...rule,
    pattern: `${rule.pattern}#${at}`,
    ...(rule.evidence !== undefined && {
      evidence: {
        ...rule.evidence,
        unsafeHits: 800,
        safeHits: 800,
        unsafeExamples: many(rule.evidence.unsafeExamples),
        safeExamples: many(rule.evidence.safeExamples),
      },
    }),
  }));
  const remove = repeated(review.remove, 300, (rule, at) => ({ ...rule, ...inForce[at] }));
  return { ...review, subjectId: 'large', add, remove, inForce };
}

function many(examples: readonly { command: string; count: number }[]) {
  return repeated(examples, 800, ({ command }, at) => ({
    command: `${command} #${at}`,
    count: at,
  }));
}

/** `count` variations of some things; none of nothing. */
function repeated<T>(some: readonly T[], count: number, vary: (one: T, at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => some[at % some.length]).flatMap((one, at) =>
    one === undefined ? [] : [vary(one, at)],
  );
}
