import * as l10n from '@vscode/l10n';
import type { Approval } from '../core/approval';
import { diffHash } from '../core/diff';
import { divideDiff, nothingChosen, type DiffPart } from '../core/diffPart';
import type { RulewrightError } from '../core/errors';
import { joinSuggestions, partsOfEach } from '../core/joinSuggestions';
import type { ShownSuggestion } from '../core/ports';
import { staleDiff } from '../core/staleDiff';
import type { Suggestion } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';
import { applyPending, takenOf } from './applySuggestion';
import { appendAudit } from './auditLog';
import { checkPolicyVersion, findEarlier } from './ruleChange';
import type { Database } from './database';
import { readRuleIds } from './ruleRows';
import {
  addSuggestion,
  changeSuggestion,
  decideSuggestion,
  findSuggestion,
  type Stamp,
} from './suggestionLog';

/** A request to apply several suggestions as one, or `part` of their joint diff. */
export interface JointRequest {
  /** Its subject is the id for the new joint suggestion. */
  readonly approval: Approval;
  readonly requestId: string;
  /** The suggestions in the order in which they were joined. */
  readonly shown: readonly ShownSuggestion[];
  readonly part?: DiffPart | undefined;
}

/**
 * Applies pending suggestions as one new suggestion, whose audit entry names them. Omitted changes stay pending in
 * their suggestions. Call it inside a transaction. Throws `stale-diff` if a suggestion differs from what was shown.
 */
export function applyJoint(
  database: Database,
  { approval, requestId, shown, part }: JointRequest,
  stamp: Stamp,
): PolicyVersion {
  const earlier = findEarlier(database, 'apply', approval, requestId);
  if (earlier !== undefined) return earlier;
  checkPolicyVersion(database, approval);
  const originals = readShown(database, shown);
  const joint = joinSuggestions(originals, readRuleIds(database));
  const { taken: diff } = takenOf(joint.diff, part);
  if (diffHash(diff) !== approval.diffHash) throw changedMeanwhile();
  if (diff.add.length + diff.remove.length === 0) throw nothingChosen();
  const { subjectId: id, author } = approval;
  const comment = l10n.t('Joined from the suggestions {0}.', idsOf(originals));
  addSuggestion(database, { id, diff, proposedBy: author, comment }, stamp);
  const parts = partsOfEach(joint, originals, part);
  for (const [at, original] of originals.entries()) {
    const own = parts[at];
    if (own !== undefined) takeFrom(database, original, own, approval, stamp.ts);
  }
  return applyPending(database, { id, diff }, { approval, requestId }, stamp);
}

/** The pending suggestions as shown. Throws `stale-diff` if one was changed or decided in the meantime. */
export function readShown(
  database: Database,
  shown: readonly ShownSuggestion[],
): readonly Suggestion[] {
  return shown.map(({ id, diffHash: hash }) => {
    const found = findSuggestion(database, id);
    if (found?.status === 'pending' && found.diffHash === hash) return found;
    throw changedMeanwhile();
  });
}

/**
 * Keeps the changes that were not accepted in their suggestion. A suggestion that was accepted completely becomes
 * applied, as a part of the joint one.
 */
function takeFrom(
  database: Database,
  { id, diff, proposedBy }: Suggestion,
  part: DiffPart,
  { author, comment, subjectId }: Approval,
  ts: string,
): void {
  if (part.add.length + part.remove.length === 0) return;
  const { rest } = divideDiff(diff, part);
  if (rest === undefined) {
    decideSuggestion(database, id, {
      status: 'applied',
      reviewedBy: author,
      reviewedAt: ts,
      comment,
    });
    noteJoined(database, id, subjectId);
    return;
  }
  changeSuggestion(database, id, rest);
  appendAudit(database, {
    ts,
    action: 'propose',
    author: proposedBy,
    comment: l10n.t('Left out of the suggestion {0} by {1}.', subjectId, author),
    subject: id,
  });
}

const JOINED = 'joined:';

/** Records that a suggestion became part of a joint one completely. */
function noteJoined(database: Database, id: string, joint: string): void {
  database.run('INSERT OR REPLACE INTO store_notes (name, value) VALUES (?, ?)', [
    `${JOINED}${id}`,
    joint,
  ]);
}

/** Whether a suggestion became part of a joint one completely. A rollback then makes the joint one pending again. */
export function isJoined(database: Database, id: string): boolean {
  const sql = 'SELECT value FROM store_notes WHERE name = ?';
  return database.one(sql, [`${JOINED}${id}`]) !== undefined;
}

function idsOf(suggestions: readonly Suggestion[]): string {
  return suggestions.map(({ id }) => id).join(', ');
}

function changedMeanwhile(): RulewrightError {
  return staleDiff(
    l10n.t(
      'A suggestion was changed or decided meanwhile, or a rule was removed. Nothing was changed now.',
    ),
  );
}
