import { RulewrightError } from './errors';

/** The word a person types to change the policy. */
export const APPLY_WORD = 'APPLY';

/** What a person looked at when they typed the word. */
export interface ApprovalSubject {
  /** A suggestion's id, or the version that a rollback or restore aims at. */
  readonly subjectId: string;
  /** The hash of the diff that was on the screen. */
  readonly diffHash: string;
  readonly author: string;
  readonly comment: string;
}

declare const approved: unique symbol;

/** Proof that a person typed APPLY for exactly this diff. The store changes rules for nothing less. */
export interface Approval extends ApprovalSubject {
  readonly [approved]: true;
}

/** The only maker of an `Approval`. Throws `wrong-token` unless `typed` is APPLY to the letter. */
export function approve(subject: ApprovalSubject, typed: string): Approval {
  if (typed !== APPLY_WORD) {
    throw new RulewrightError('wrong-token', 'Invalid confirmation token. Type APPLY to confirm.');
  }
  if (subject.author.trim() === '') {
    throw new RulewrightError('invalid-input', 'The author is empty.', {
      hint: 'Write your name in the author box, or set rulewright.author.',
    });
  }
  // The brand has no value at run time: it only keeps other code from building an approval.
  return Object.freeze({ ...subject }) as Approval;
}
