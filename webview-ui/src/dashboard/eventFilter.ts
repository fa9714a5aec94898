import type { Label } from '../../../src/core/label';
import type { EventRow, HistoryFilter } from '../../../src/protocol/dashboard';
import { labelFromRisk } from '../common/badge';

const MEMBERS = ['text', 'label', 'decision', 'source', 'days'] as const;

/** Whether a filter limits anything. */
export function isLimited(filter: HistoryFilter): boolean {
  return MEMBERS.some((member) => filter[member] !== undefined);
}

export function isSameFilter(a: HistoryFilter, b: HistoryFilter): boolean {
  return MEMBERS.filter((member) => a[member] !== b[member]).length === 0;
}

/** The filter with one member replaced or removed. */
export function withMember<M extends keyof HistoryFilter>(
  filter: HistoryFilter,
  member: M,
  value: HistoryFilter[M] | undefined,
): HistoryFilter {
  const others = { ...filter };
  // In the protocol, optional members are absent.
  Reflect.deleteProperty(others, member);
  return value === undefined ? others : { ...others, [member]: value };
}

/** The label for the colour of a row: its own label, otherwise the one for its risk. */
export function rowTint(row: EventRow): Label {
  return row.label ?? labelFromRisk(row.risk);
}
