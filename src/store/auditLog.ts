import * as z from 'zod';
import type { AuditAction } from '../core/auditAction';
import type { AuditEntry } from '../core/ports';
import type { Database } from './database';
import type { Page } from './listPage';
import { pageOf } from './listPage';

const AuditRow = z.strictObject({
  seq: z.number().int().positive(),
  ts: z.string(),
  action: z.string(),
  author: z.string(),
  comment: z.string(),
  subject: z.string(),
});

/** Appends an entry to the audit trail. */
export function appendAudit(
  database: Database,
  entry: Omit<AuditEntry, 'seq' | 'action'> & { readonly action: AuditAction },
): void {
  database.run(
    `INSERT INTO policy_audit (seq, ts, action, author, comment, subject)
     VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM policy_audit), ?, ?, ?, ?, ?)`,
    [entry.ts, entry.action, entry.author, entry.comment, entry.subject],
  );
}

/** Entries with `seq` below `before`, newest first, at most `limit`. */
export function auditPage(database: Database, before: number, limit: number): Page<AuditEntry> {
  const sql = 'SELECT * FROM policy_audit WHERE seq < ? ORDER BY seq DESC LIMIT ?';
  return pageOf(database.all(sql, [before, limit]), limit, (row) => AuditRow.parse(row));
}
