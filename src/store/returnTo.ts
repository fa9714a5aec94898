import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import { canonicalJson } from '../core/canonicalJson';
import { addedOf, diffHash, type PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { ReturnPreview } from '../core/ports';
import type { Rule } from '../core/rule';
import { staleDiff } from '../core/staleDiff';
import type { PolicyVersion } from '../core/version';
import { checkPolicyVersion, findEarlier, recordChange } from './ruleChange';
import type { Database } from './database';
import { rulesAfter } from './replay';
import { readRules, stateHash } from './ruleRows';
import type { Stamp } from './suggestionLog';
import { followReturn } from './suggestionReturn';
import { findVersion } from './versionLog';

export type ReturnKind = 'rollback' | 'restore';

/** The diff from the rules in force to an earlier state. Throws `not-found`, `rollback-mismatch`. */
export function previewReturn(
  database: Database,
  kind: ReturnKind,
  versionId: string,
): ReturnPreview {
  const target = targetOf(database, kind, versionId);
  const now = new Map(readRules(database).map((rule) => [rule.id, rule]));
  const then = new Map(target.rules.map((rule) => [rule.id, rule]));
  const removedRules = [...now.values()].filter((rule) => !isSame(rule, then.get(rule.id)));
  const addedRules = [...then.values()].filter((rule) => !isSame(rule, now.get(rule.id)));
  const diff: PolicyDiff = {
    add: addedRules.map(addedOf),
    remove: removedRules.map((rule) => rule.id),
    meta: { kind, target: versionId, restored_ids: addedRules.map((rule) => rule.id) },
  };
  return { kind, target: versionId, diff, diffHash: diffHash(diff), addedRules, removedRules };
}

/** Restores an earlier state and records it as a new version. Call it inside a transaction. */
export function returnTo(
  database: Database,
  kind: ReturnKind,
  approval: Approval,
  requestId: string,
  stamp: Stamp,
): PolicyVersion {
  const earlier = findEarlier(database, kind, approval, requestId);
  if (earlier !== undefined) return earlier;
  checkPolicyVersion(database, approval);
  const preview = previewReturn(database, kind, approval.subjectId);
  if (preview.diffHash !== approval.diffHash) {
    throw staleDiff(l10n.t('This is not the change that was shown.'));
  }
  const target = targetOf(database, kind, approval.subjectId);
  const version = recordChange(database, {
    version: stamp.nextId(),
    ts: stamp.ts,
    kind,
    target: preview.target,
    diff: preview.diff,
    addedRules: preview.addedRules,
    removedRules: preview.removedRules,
    approval,
    requestId,
  });
  if (version.stateHash !== target.stateHash) throw mismatch(approval.subjectId);
  followReturn(database, target.seq);
  return version;
}

interface Target {
  readonly seq: number;
  readonly rules: readonly Rule[];
  readonly stateHash: string;
}

/** The state to restore, verified against the hash that was recorded when it was in force. */
function targetOf(database: Database, kind: ReturnKind, versionId: string): Target {
  const version = findVersion(database, versionId);
  if (version === undefined) {
    throw new RulewrightError('not-found', l10n.t('There is no version "{0}".', versionId), {
      hint: l10n.t('Refresh the list of versions.'),
    });
  }
  const seq = kind === 'rollback' ? version.seq - 1 : version.seq;
  const rules = rulesAfter(database, seq);
  const recorded = recordedHash(database, seq);
  if (stateHash(rules) !== recorded) throw mismatch(versionId);
  return { seq, rules, stateHash: recorded };
}

function recordedHash(database: Database, seq: number): string {
  if (seq === 0) return stateHash([]);
  const row = database.one('SELECT state_hash FROM policy_versions WHERE seq = ?', [seq]);
  return String(row?.['state_hash']);
}

function isSame(rule: Rule, other: Rule | undefined): boolean {
  return other !== undefined && canonicalJson(rule) === canonicalJson(other);
}

function mismatch(versionId: string): RulewrightError {
  return new RulewrightError(
    'rollback-mismatch',
    l10n.t('The rules of version "{0}" cannot be restored exactly.', versionId),
    { hint: l10n.t('The history was changed by another program. Nothing was changed now.') },
  );
}
