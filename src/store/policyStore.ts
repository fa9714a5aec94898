import { setImmediate as breathe } from 'node:timers/promises';
import { checkDiff } from '../core/diffCheck';
import { diffHash } from '../core/diff';
import type { Clock, Disposable, Ids, PolicyStore, StoreHealth } from '../core/ports';
import type { Suggestion } from '../core/suggestion';
import type { Stamp } from './applySuggestion';
import { applySuggestion } from './applySuggestion';
import { appendAudit, readAudit } from './auditLog';
import type { Database } from './database';
import type { PolicyFile } from './policyFile';
import { previewReturn, returnTo } from './returnTo';
import { readRuleIds, readRules } from './ruleRows';
import {
  decideSuggestion,
  getPending,
  getSuggestion,
  insertSuggestion,
  readSuggestions,
} from './suggestionLog';
import { readVersions } from './versionLog';

/** Rows read before other work of the window gets its turn. */
const PAGE = 200;

export interface PolicyStoreOptions {
  readonly file: PolicyFile;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly health: () => Promise<StoreHealth>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** `PolicyStore` over the SQLite file. */
export function createPolicyStore(options: PolicyStoreOptions): PolicyStore {
  const { file, clock, ids } = options;
  const now = (): string => new Date(clock.now()).toISOString();
  const stamp = (): Stamp => ({ ts: now(), nextId: () => ids.next() });
  return Object.freeze<PolicyStore>({
    listRules: () => file.read(readRules),
    listSuggestions: (status) => file.read((database) => readSuggestions(database, status)),
    listVersions: () => allPages(file, readVersions),
    listAudit: () => allPages(file, readAudit),
    propose: ({ proposedBy, diff }) =>
      file.write((database) => propose(database, proposedBy, diff, stamp())),
    apply: (approval, requestId) =>
      file.write((database) => applySuggestion(database, approval, requestId, stamp())),
    reject: (input) => file.write((database) => reject(database, input, now())),
    previewReturn: (kind, version) =>
      file.read((database) => previewReturn(database, kind, version)),
    returnTo: (kind, approval, requestId) =>
      file.write((database) => returnTo(database, kind, approval, requestId, stamp())),
    health: options.health,
    onDidChange: options.onDidChange,
  });
}

function propose(database: Database, proposedBy: string, raw: unknown, stamp: Stamp): Suggestion {
  const diff = checkDiff(raw, { ruleIds: readRuleIds(database) });
  const suggestion: Suggestion = {
    id: stamp.nextId(),
    proposedBy,
    proposedAt: stamp.ts,
    diff,
    diffHash: diffHash(diff),
    status: 'pending',
  };
  insertSuggestion(database, suggestion);
  appendAudit(database, {
    ts: stamp.ts,
    action: 'propose',
    author: proposedBy,
    comment: '',
    subject: suggestion.id,
  });
  return suggestion;
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

/** Reads a long list newest first, a page a turn: rows are only ever added at its front. */
async function allPages<T extends { readonly seq: number }>(
  file: PolicyFile,
  readPage: (database: Database, before: number, limit: number) => readonly T[],
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const from = before;
    const page = await file.read((database) => readPage(database, from, PAGE));
    all.push(...page);
    before = page.at(-1)?.seq ?? 0;
    if (page.length < PAGE) return all;
    await breathe();
  }
}
