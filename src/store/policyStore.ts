import { checkDiff } from '../matcher/diffCheck';
import type { Clock, Disposable, Ids, PolicyStore, StoreHealth } from '../core/ports';
import type { Suggestion } from '../core/suggestion';
import { applySuggestion } from './applySuggestion';
import type { Approvals } from './approvals';
import { appendAudit } from './auditLog';
import type { Database } from './database';
import { applyJoint, readShown } from './jointSuggestion';
import type { Pages } from './listPages';
import { allPages } from './listPages';
import type { PolicyFile } from './policyFile';
import { rulesAfter } from './replay';
import { previewReturn, returnTo } from './returnTo';
import { readRuleIds } from './ruleRows';
import { rulesInForce } from './storeStatus';
import {
  addSuggestion,
  decideSuggestion,
  getPending,
  getRejected,
  getSuggestion,
  reopenSuggestion,
  type Stamp,
} from './suggestionLog';

export interface PolicyStoreOptions {
  readonly file: PolicyFile;
  readonly approvals: Approvals;
  readonly pages: Pages;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly health: () => Promise<StoreHealth>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** `PolicyStore` over the SQLite file. */
export function createPolicyStore(options: PolicyStoreOptions): PolicyStore {
  const { file, approvals, pages, clock, ids } = options;
  const now = (): string => new Date(clock.now()).toISOString();
  const stamp = (): Stamp => ({ ts: now(), nextId: () => ids.next() });
  return Object.freeze<PolicyStore>({
    listRules: () => rulesInForce(file, approvals),
    listSuggestions: (status) => allPages((before) => pages.suggestions(status, before)),
    listVersions: () => allPages((before) => pages.versions(before)),
    listAudit: () => allPages((before) => pages.audit(before)),
    listSignatures: () => approvals.signatures(),
    propose: (input) => file.write((database) => propose(database, input, stamp())),
    apply: (approval, requestId, part) =>
      approvals.change((database) =>
        applySuggestion(database, { approval, requestId, part }, stamp()),
      ),
    applyJoint: (approval, requestId, shown, part) =>
      approvals.change((database) =>
        applyJoint(database, { approval, requestId, shown, part }, stamp()),
      ),
    reject: (input) => file.write((database) => reject(database, input, now())),
    rejectAll: ({ shown, ...words }) =>
      file.write((database) => {
        const ts = now();
        for (const { id } of readShown(database, shown)) {
          reject(database, { suggestionId: id, ...words }, ts);
        }
      }),
    reopen: (input) => file.write((database) => reopen(database, input, now())),
    reopenAll: ({ suggestionIds, author }) =>
      file.write((database) => {
        const ts = now();
        for (const suggestionId of suggestionIds) reopen(database, { suggestionId, author }, ts);
      }),
    note: (entry) =>
      file.write((database) => {
        appendAudit(database, { ...entry, ts: now() });
      }),
    rulesAfter: (seq) => file.read((database) => rulesAfter(database, seq)),
    previewReturn: (kind, version) =>
      file.read((database) => previewReturn(database, kind, version)),
    returnTo: (kind, approval, requestId) =>
      approvals.change(
        (database) => returnTo(database, kind, approval, requestId, stamp()),
        kind === 'restore' ? approval.subjectId : undefined,
      ),
    health: options.health,
    onDidChange: options.onDidChange,
  });
}

function propose(
  database: Database,
  { proposedBy, diff: raw, hasTestedExamples = false }: Parameters<PolicyStore['propose']>[0],
  stamp: Stamp,
): Suggestion {
  const diff = checkDiff(raw, { ruleIds: readRuleIds(database), hasTestedExamples });
  return addSuggestion(database, { diff, proposedBy, comment: '' }, stamp);
}

function reject(
  database: Database,
  input: { suggestionId: string; author: string; comment: string },
  ts: string,
): Suggestion {
  const { id } = getPending(database, input.suggestionId);
  const { author, comment } = input;
  decideSuggestion(database, id, {
    status: 'rejected',
    reviewedBy: author,
    reviewedAt: ts,
    comment,
  });
  appendAudit(database, { ts, action: 'reject', author, comment, subject: id });
  return getSuggestion(database, id);
}

function reopen(
  database: Database,
  { suggestionId, author }: { suggestionId: string; author: string },
  ts: string,
): Suggestion {
  const { id } = getRejected(database, suggestionId);
  reopenSuggestion(database, id);
  appendAudit(database, { ts, action: 'reopen', author, comment: '', subject: id });
  return getSuggestion(database, id);
}
