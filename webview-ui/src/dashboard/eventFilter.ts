import { labelFromScore, type Label } from '../../../src/core/label';
import type { Decision } from '../../../src/core/verdict';
import type { EventRow } from '../../../src/protocol/dashboard';

/** Which events a person wants to see. */
export interface EventFilter {
  /** Part of the command, tool or event type; case does not matter. */
  readonly text: string;
  readonly label: Label | 'none' | 'any';
  readonly decision: Decision | 'any';
}

/** Every event. */
export const NO_FILTER: EventFilter = { text: '', label: 'any', decision: 'any' };

/** The rows that a filter lets through, in order. */
export function filterEvents(rows: readonly EventRow[], filter: EventFilter): readonly EventRow[] {
  const text = filter.text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (text === '' || haystack(row).includes(text)) &&
      (filter.label === 'any' || (row.label ?? 'none') === filter.label) &&
      (filter.decision === 'any' || (row.verdict?.decision ?? 'none') === filter.decision),
  );
}

/** The side a row is tinted for: its label, else what its score implies. */
export function rowTint(row: EventRow): Label {
  return row.label ?? labelFromScore(row.safetyScore);
}

function haystack(row: EventRow): string {
  return `${row.command}\n${row.tool ?? ''}\n${row.eventType}`.toLowerCase();
}
