import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import { canonicalJson } from '../core/canonicalJson';
import type { AddedRule, PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { Rule } from '../core/rule';
import { policyChanged } from '../core/staleDiff';
import type { PolicyVersion, VersionKind } from '../core/version';
import { appendAudit } from './auditLog';
import type { Database } from './database';
import { deleteRule, insertRule, stateHashNow } from './ruleRows';
import { appendVersion, findVersion, readHead } from './versionLog';

/** One change of the rules, ready to be recorded. */
export interface RuleChange {
  readonly version: string;
  readonly ts: string;
  readonly kind: VersionKind;
  readonly target: string;
  readonly diff: PolicyDiff;
  readonly addedRules: readonly Rule[];
  readonly removedRules: readonly Rule[];
  readonly approval: Approval;
  readonly requestId: string;
}

/** Changes the rules and records the version, the audit entry and the request, in the caller's transaction. */
export function recordChange(database: Database, change: RuleChange): PolicyVersion {
  const { approval } = change;
  // Rejects text that has no canonical form and could not be hashed again.
  canonicalJson([approval.author, approval.comment]);
  for (const rule of change.removedRules) deleteRule(database, rule.id);
  for (const rule of change.addedRules) insertRule(database, rule);
  const version = appendVersion(database, {
    version: change.version,
    ts: change.ts,
    author: approval.author,
    comment: approval.comment,
    kind: change.kind,
    target: change.target,
    diff: change.diff,
    addIds: change.addedRules.map((rule) => rule.id),
    addedRules: [...change.addedRules],
    removedRules: [...change.removedRules],
    stateHash: stateHashNow(database),
  });
  appendAudit(database, {
    ts: change.ts,
    action: change.kind,
    author: approval.author,
    comment: approval.comment,
    subject: approval.subjectId,
  });
  database.run('INSERT INTO requests (id, version) VALUES (?, ?)', [
    change.requestId,
    version.version,
  ]);
  return version;
}

/** The version that this request created earlier, if any. Throws `invalid-input` if it was used for another change. */
export function findEarlier(
  database: Database,
  kind: VersionKind,
  approval: Approval,
  requestId: string,
): PolicyVersion | undefined {
  const row = database.one('SELECT version FROM requests WHERE id = ?', [requestId]);
  if (row === undefined) return undefined;
  const earlier = findVersion(database, String(row['version']));
  if (earlier?.kind === kind && subjectOf(database, earlier) === approval.subjectId) return earlier;
  throw new RulewrightError(
    'invalid-input',
    l10n.t('This request was already used for another change.'),
    {
      hint: l10n.t('Open the review again.'),
    },
  );
}

function subjectOf(database: Database, version: PolicyVersion): unknown {
  if (version.kind !== 'apply') return version.target;
  const sql = 'SELECT suggestion FROM applied_suggestions WHERE version = ?';
  return database.one(sql, [version.version])?.['suggestion'];
}

/** Throws `stale-diff` unless the policy is the one that was shown to the person who approved the change. */
export function checkPolicyVersion(database: Database, { policyVersion }: Approval): void {
  const { version } = readHead(database);
  if (version !== policyVersion) throw policyChanged(findVersion(database, version));
}

/** The rule that an entry of a diff creates. */
export function ruleOf(added: AddedRule, of: { id: string; author: string; ts: string }): Rule {
  return {
    id: of.id,
    pattern: added.pattern,
    effect: added.effect,
    addedBy: of.author,
    confidence: added.score ?? null,
    ts: of.ts,
    mode: added.mode ?? 'enforce',
    reason: added.reason ?? '',
    ...(added.title === undefined ? {} : { title: added.title }),
    ...(added.instead === undefined ? {} : { instead: added.instead }),
  };
}
