import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import { diffHash, type PolicyDiff } from '../core/diff';
import { divideDiff, type DiffPart, type DividedDiff } from '../core/diffPart';
import type { Rule } from '../core/rule';
import { staleDiff } from '../core/staleDiff';
import type { Suggestion } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';
import { checkDiff } from '../matcher/diffCheck';
import { checkPolicyVersion, findEarlier, recordChange, ruleOf } from './ruleChange';
import type { Database } from './database';
import { findRule } from './ruleRows';
import {
  addSuggestion,
  changeSuggestion,
  decideSuggestion,
  getPending,
  type Stamp,
} from './suggestionLog';

/** A request to apply a suggestion, or `part` of it. */
export interface ApplyRequest {
  readonly approval: Approval;
  readonly requestId: string;
  readonly part?: DiffPart | undefined;
}

/** Applies a pending suggestion. Call it inside a transaction. */
export function applySuggestion(
  database: Database,
  { approval, requestId, part }: ApplyRequest,
  stamp: Stamp,
): PolicyVersion {
  const earlier = findEarlier(database, 'apply', approval, requestId);
  if (earlier !== undefined) return earlier;
  const { id, diff: whole, proposedBy } = getPending(database, approval.subjectId);
  checkPolicyVersion(database, approval);
  const { taken: diff, rest } = takenOf(whole, part);
  if (diffHash(diff) !== approval.diffHash) {
    throw staleDiff(l10n.t('The suggestion changed after it was opened for review.'));
  }
  if (diff !== whole) changeSuggestion(database, id, diff);
  if (rest !== undefined) {
    const comment = l10n.t('Left out of the suggestion {0} by {1}.', id, approval.author);
    addSuggestion(database, { diff: rest, proposedBy, comment }, stamp);
  }
  return applyPending(database, { id, diff }, { approval, requestId }, stamp);
}

/** Applies the diff of a pending suggestion, and records the decision. */
export function applyPending(
  database: Database,
  { id, diff }: Pick<Suggestion, 'id' | 'diff'>,
  { approval, requestId }: Omit<ApplyRequest, 'part'>,
  { ts, nextId }: Stamp,
): PolicyVersion {
  const version = recordChange(database, {
    version: nextId(),
    ts,
    kind: 'apply',
    target: '',
    diff,
    addedRules: diff.add.map((added) =>
      ruleOf(added, { id: nextId(), author: approval.author, ts }),
    ),
    removedRules: diff.remove.map((ruleId) => mustFind(database, ruleId)),
    approval,
    requestId,
  });
  decideSuggestion(database, id, {
    status: 'applied',
    reviewedBy: approval.author,
    reviewedAt: ts,
    comment: approval.comment,
  });
  database.run('INSERT INTO applied_suggestions (version, suggestion) VALUES (?, ?)', [
    version.version,
    id,
  ]);
  return version;
}

/**
 * The accepted part of a diff. Edited rules come from a page and are validated like proposed ones. They have no
 * examples; those of other rules were checked when the diff was proposed.
 */
export function takenOf(whole: PolicyDiff, part: DiffPart | undefined): DividedDiff {
  if (part === undefined) return { taken: whole, isEdited: false };
  const divided = divideDiff(whole, part);
  if (divided.isEdited) checkDiff(divided.taken, { hasTestedExamples: true });
  return divided;
}

function mustFind(database: Database, id: string): Rule {
  const rule = findRule(database, id);
  if (rule === undefined) {
    throw staleDiff(
      l10n.t('The suggestion removes the rule "{0}", which is no longer in force.', id),
    );
  }
  return rule;
}
