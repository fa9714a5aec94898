import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AuditEntry } from '../core/ports';
import type { Suggestion, SuggestionStatus } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';
import { auditPage } from './auditLog';
import type { Page } from './listPage';
import type { PolicyFile } from './policyFile';
import { suggestionPage } from './suggestionLog';
import { versionPage } from './versionLog';

/** Rows per page. */
const PAGE_ROWS = 200;

/** Long lists in pages. Without `before`, a list starts at the newest row. */
export interface Pages {
  suggestions(status: SuggestionStatus | undefined, before?: number): Promise<Page<Suggestion>>;
  versions(before?: number): Promise<Page<PolicyVersion>>;
  audit(before?: number): Promise<Page<AuditEntry>>;
}

/** Pages of the lists in the policy file. */
export function createPages(file: PolicyFile): Pages {
  const newest = Number.MAX_SAFE_INTEGER;
  return {
    suggestions: (status, before = newest) =>
      file.read((database) => suggestionPage(database, status, before, PAGE_ROWS)),
    versions: (before = newest) =>
      file.read((database) => versionPage(database, before, PAGE_ROWS)),
    audit: (before = newest) => file.read((database) => auditPage(database, before, PAGE_ROWS)),
  };
}

/** Reads a complete list in pages, which is safe because rows are only added at its front. */
export async function allPages<T>(
  read: (before?: number) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = await read(); ; page = await read(page.next)) {
    all.push(...page.rows);
    if (page.next === undefined) return all;
    await yieldToOthers();
  }
}
