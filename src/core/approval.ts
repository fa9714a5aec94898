import * as l10n from '@vscode/l10n';
import { RulewrightError } from './errors';

/** The word that a person types to change the policy. */
export const APPLY_WORD = 'APPLY';

/** The change that was shown when the person typed the word. */
export interface ApprovalSubject {
  /** The id of the suggestion, or of the target version of a rollback or restore. */
  readonly subjectId: string;
  /** The hash of the diff that was shown. */
  readonly diffHash: string;
  /**
   * The id of the newest version when the change was shown; empty before the first, and for a recovery, whose subject
   * names the history.
   */
  readonly policyVersion: string;
  readonly author: string;
  readonly comment: string;
}

declare const approved: unique symbol;

/** Proof that a person typed APPLY for exactly this diff of this policy. The store requires it for every change. */
export interface Approval extends ApprovalSubject {
  readonly [approved]: true;
}

/** The only function that creates an `Approval`. Throws `wrong-token` unless `typed` is exactly APPLY. */
export function approve(subject: ApprovalSubject, typed: string): Approval {
  if (typed !== APPLY_WORD) {
    throw new RulewrightError(
      'wrong-token',
      l10n.t('Invalid confirmation token. Type APPLY to confirm.'),
    );
  }
  if (subject.author.trim() === '') {
    throw new RulewrightError('invalid-input', l10n.t('The author is empty.'), {
      hint: l10n.t('Enter your name, or set rulewright.author.'),
    });
  }
  // The brand exists only in the type: it prevents other code from creating an approval.
  return Object.freeze({ ...subject }) as Approval;
}
