import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import type { Rule } from '../core/rule';
import type { PolicyVersion } from '../core/version';
import { findEarlier, recordChange, ruleOf, staleDiff } from './change';
import type { Database } from './database';
import { findRule } from './ruleRows';
import { decideSuggestion, getPending } from './suggestionLog';

/** The time of a change, and a source of new ids for it. */
export interface Stamp {
  readonly ts: string;
  readonly nextId: () => string;
}

/** Applies a pending suggestion. Call it inside a transaction. */
export function applySuggestion(
  database: Database,
  approval: Approval,
  requestId: string,
  stamp: Stamp,
): PolicyVersion {
  const earlier = findEarlier(database, 'apply', approval, requestId);
  if (earlier !== undefined) return earlier;
  const { id, diff, diffHash } = getPending(database, approval.subjectId);
  if (diffHash !== approval.diffHash) {
    throw staleDiff(l10n.t('The suggestion changed after it was opened for review.'));
  }
  const { ts, nextId } = stamp;
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

function mustFind(database: Database, id: string): Rule {
  const rule = findRule(database, id);
  if (rule === undefined) {
    throw staleDiff(
      l10n.t('The suggestion removes the rule "{0}", which is no longer in force.', id),
    );
  }
  return rule;
}
