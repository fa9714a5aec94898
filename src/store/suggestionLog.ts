import * as l10n from '@vscode/l10n';
import { canonicalJson } from '../core/canonicalJson';
import { diffHash, type PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { SuggestionStatus } from '../core/suggestion';
import { Suggestion } from '../core/suggestion';
import { appendAudit } from './auditLog';
import type { Database, SqlRow } from './database';
import type { Page } from './listPage';
import { pageOf } from './listPage';

/** A person's decision on a suggestion. */
export interface Decided {
  readonly status: 'applied' | 'rejected';
  readonly reviewedBy: string;
  readonly reviewedAt: string;
  readonly comment: string;
}

/** Suggestions with `seq` below `before`, newest first, at most `limit`, optionally of one status. */
export function suggestionPage(
  database: Database,
  status: SuggestionStatus | undefined,
  before: number,
  limit: number,
): Page<Suggestion> {
  const [and, params] = status === undefined ? ['', []] : ['AND status = ?', [status]];
  const sql = `SELECT * FROM policy_suggestions WHERE seq < ? ${and} ORDER BY seq DESC LIMIT ?`;
  return pageOf(database.all(sql, [before, ...params, limit]), limit, suggestionOfRow);
}

/** The suggestion with this id, if there is one. */
export function findSuggestion(database: Database, id: string): Suggestion | undefined {
  const row = database.one('SELECT * FROM policy_suggestions WHERE id = ?', [id]);
  return row === undefined ? undefined : suggestionOfRow(row);
}

/** The suggestion with this id. Throws `not-found`. */
export function getSuggestion(database: Database, id: string): Suggestion {
  const found = findSuggestion(database, id);
  if (found !== undefined) return found;
  throw new RulewrightError('not-found', l10n.t('There is no suggestion "{0}".', id), {
    hint: l10n.t('Refresh the list of suggestions.'),
  });
}

/** The pending suggestion with this id. Throws `not-found`, `not-pending`. */
export function getPending(database: Database, id: string): Suggestion {
  const found = getSuggestion(database, id);
  if (found.status === 'pending') return found;
  const message =
    found.status === 'applied'
      ? l10n.t('This suggestion was already applied by {0}.', found.reviewedBy ?? '')
      : l10n.t('This suggestion was already rejected by {0}.', found.reviewedBy ?? '');
  throw new RulewrightError('not-pending', message, {
    hint: l10n.t('Refresh the list of suggestions.'),
  });
}

/** The rejected suggestion with this id. Throws `not-found`, `not-rejected`. */
export function getRejected(database: Database, id: string): Suggestion {
  const found = getSuggestion(database, id);
  if (found.status === 'rejected') return found;
  throw new RulewrightError('not-rejected', l10n.t('This suggestion is not rejected.'), {
    hint: l10n.t('Refresh the list of suggestions.'),
  });
}

/** The time of a change, and a source of new ids for it. */
export interface Stamp {
  readonly ts: string;
  readonly nextId: () => string;
}

/** A suggestion to add. Without an `id`, a new one is assigned. */
interface NewSuggestion extends Pick<Suggestion, 'diff' | 'proposedBy'> {
  readonly id?: string;
  readonly comment: string;
}

/** Adds a pending suggestion and its audit entry. */
export function addSuggestion(
  database: Database,
  { id, diff, proposedBy, comment }: NewSuggestion,
  { ts, nextId }: Stamp,
): Suggestion {
  const suggestion: Suggestion = {
    id: id ?? nextId(),
    proposedBy,
    proposedAt: ts,
    diff,
    diffHash: diffHash(diff),
    status: 'pending',
  };
  insertSuggestion(database, suggestion);
  const entry = { ts, action: 'propose', author: proposedBy, comment } as const;
  appendAudit(database, { ...entry, subject: suggestion.id });
  return suggestion;
}

/** Replaces the diff of a suggestion by the part that a person accepted. */
export function changeSuggestion(database: Database, id: string, diff: PolicyDiff): void {
  database.run('UPDATE policy_suggestions SET diff_json = ?, diff_hash = ? WHERE id = ?', [
    canonicalJson(diff),
    diffHash(diff),
    id,
  ]);
}

/** Inserts a suggestion. */
export function insertSuggestion(database: Database, suggestion: Suggestion): void {
  database.run(
    `INSERT INTO policy_suggestions (id, proposed_by, proposed_at, diff_json, status, seq, diff_hash)
     VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM policy_suggestions), ?)`,
    [
      suggestion.id,
      suggestion.proposedBy,
      suggestion.proposedAt,
      canonicalJson(suggestion.diff),
      suggestion.status,
      suggestion.diffHash,
    ],
  );
}

/** Records a person's decision. */
export function decideSuggestion(database: Database, id: string, decided: Decided): void {
  database.run(
    `UPDATE policy_suggestions
     SET status = ?, reviewed_by = ?, reviewed_at = ?, comment = ? WHERE id = ?`,
    [decided.status, decided.reviewedBy, decided.reviewedAt, decided.comment, id],
  );
}

/** Makes a decided suggestion pending again. */
export function reopenSuggestion(database: Database, id: string): void {
  database.run(
    `UPDATE policy_suggestions
     SET status = 'pending', reviewed_by = NULL, reviewed_at = NULL, comment = NULL WHERE id = ?`,
    [id],
  );
}

function suggestionOfRow(row: SqlRow): Suggestion {
  return Suggestion.parse({
    id: row['id'],
    proposedBy: row['proposed_by'],
    proposedAt: row['proposed_at'],
    diff: JSON.parse(String(row['diff_json'])) as unknown,
    diffHash: row['diff_hash'],
    status: row['status'],
    ...present('reviewedBy', row['reviewed_by']),
    ...present('reviewedAt', row['reviewed_at']),
    ...present('comment', row['comment']),
  });
}

function present(name: string, value: unknown): Record<string, unknown> {
  return value === null ? {} : { [name]: value };
}
