import type { Review } from '../../src/protocol/reviewer';
import { RECORDED } from './recorded';

/** A pending suggestion from the learner. */
export function suggestionReview(): Review {
  return RECORDED.reviews.suggestion;
}

/** The same with an ask rule. */
export function askingReview(): Review {
  return RECORDED.reviews.asking;
}

/** The starter rules, with some omitted. */
export function starterReview(): Review {
  return RECORDED.reviews.starter;
}

/** A suggestion derived from a person's approvals. */
export function answeredReview(): Review {
  return RECORDED.reviews.answered;
}

/** Several suggestions, reviewed together. */
export function jointReview(): Review {
  return RECORDED.reviews.joint;
}

/** A rollback of the last version. */
export function rollbackReview(): Review {
  return RECORDED.reviews.rollback;
}

/** A suggestion that is already decided. */
export function decidedReview(): Review {
  return RECORDED.reviews.decided;
}

/** Hostile text wherever text is shown. */
export function hostileReview(): Review {
  return RECORDED.reviews.hostile;
}

/** Hundreds of rules and examples: the recorded ones, repeated. */
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

/** `count` variations of the items of `some`; none if it is empty. */
function repeated<T>(some: readonly T[], count: number, vary: (one: T, at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => some[at % some.length]).flatMap((one, at) =>
    one === undefined ? [] : [vary(one, at)],
  );
}
