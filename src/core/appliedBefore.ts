import type { AuditEntry } from './ports';

/** Who applied a suggestion last, and when (ISO 8601). */
export interface AppliedBefore {
  readonly by: string;
  readonly at: string;
}

/** The last application of each suggestion, by suggestion id. A pending suggestion in it was rolled back since. */
export function appliedBefore(audit: readonly AuditEntry[]): ReadonlyMap<string, AppliedBefore> {
  const oldestFirst = audit.toSorted((a, b) => a.seq - b.seq);
  return new Map(
    oldestFirst.flatMap(({ action, subject, author, ts }) =>
      action === 'apply' ? [[subject, { by: author, at: ts }] as const] : [],
    ),
  );
}
