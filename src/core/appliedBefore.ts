import type { AuditEntry } from './ports';

/** Who applied a suggestion last, and when (ISO 8601). */
export interface AppliedBefore {
  readonly by: string;
  readonly at: string;
}

/** The last time that each suggestion was applied, by its id. A pending one among them was rolled back since. */
export function appliedBefore(audit: readonly AuditEntry[]): ReadonlyMap<string, AppliedBefore> {
  const oldestFirst = audit.toSorted((a, b) => a.seq - b.seq);
  return new Map(
    oldestFirst.flatMap(({ action, subject, author, ts }) =>
      action === 'apply' ? [[subject, { by: author, at: ts }] as const] : [],
    ),
  );
}
