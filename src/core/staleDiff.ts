import * as l10n from '@vscode/l10n';
import { RulewrightError } from './errors';
import type { PolicyVersion } from './version';

/** The error for a change that is no longer the one that was shown. */
export function staleDiff(
  message: string,
  hint = l10n.t('Review it again before you decide.'),
): RulewrightError {
  return new RulewrightError('stale-diff', message, { hint });
}

/** The error for a review of a policy that is no longer in force. `newest`: the newest version now, if there is one. */
export function policyChanged(newest: PolicyVersion | undefined): RulewrightError {
  return staleDiff(
    newest === undefined ? l10n.t('The policy changed during the review.') : whatChanged(newest),
    l10n.t('Review it again before you decide. What you chose and wrote is kept.'),
  );
}

function whatChanged({ kind, seq, author }: PolicyVersion): string {
  const version = String(seq);
  switch (kind) {
    case 'apply':
      return l10n.t(
        'The policy changed during the review: {0} applied version {1}.',
        author,
        version,
      );
    case 'rollback':
      return l10n.t(
        'The policy changed during the review: a rollback by {0} created version {1}.',
        author,
        version,
      );
    case 'restore':
      return l10n.t(
        'The policy changed during the review: {0} returned to an earlier version, as version {1}.',
        author,
        version,
      );
  }
}
