import type { Label } from '../../../src/core/label';
import type { Decision } from '../../../src/core/verdict';
import type { EventRow } from '../../../src/protocol/dashboard';
import { labelFromRisk } from '../common/badge';

/** A filter for events. */
export interface EventFilter {
  /** Part of the command, tool or event type, case-insensitive. */
  readonly text: string;
  readonly label: Label | 'none' | 'any';
  readonly decision: Decision | 'any';
}

/** The filter that every event passes. */
export const NO_FILTER: EventFilter = { text: '', label: 'any', decision: 'any' };

/** The rows that match a filter, in order. */
export function filterEvents(rows: readonly EventRow[], filter: EventFilter): readonly EventRow[] {
  const text = filter.text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (text === '' || searchText(row).includes(text)) &&
      (filter.label === 'any' || (row.label ?? 'none') === filter.label) &&
      (filter.decision === 'any' || (row.verdict?.decision ?? 'none') === filter.decision),
  );
}

/** The label for the colour of a row: its own label, otherwise the one for its risk. */
export function rowTint(row: EventRow): Label {
  return row.label ?? labelFromRisk(row.risk);
}

function searchText(row: EventRow): string {
  return `${row.command}\n${row.tool ?? ''}\n${row.eventType}`.toLowerCase();
}
