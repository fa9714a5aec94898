import { type EventVerdict, effectiveLabel } from '../core/event';
import { sourceOf } from '../core/historyQuery';
import { type Label, labelFromScore } from '../core/label';
import { localDay } from '../core/localDay';
import type { DayCounts, HistorySummary, RuleHits } from '../core/ports';
import type { Decision } from '../core/verdict';
import type { EventLine } from './historyLine';
import type { LabelsByEvent } from './historyRead';

/** Counts of the events in a segment. */
export interface Tally {
  total: number;
  readonly labels: Record<Label, number>;
  readonly decisions: Record<Decision, number>;
  /** By `sourceOf`. */
  readonly sources: Map<string, number>;
  readonly hits: Map<string, RuleHits>;
  /** By `localDay`. */
  readonly days: Map<string, DayCounts>;
  /** Ids of events from earlier versions, whose score is a decision of the policy and was counted as a label. */
  readonly unscored: Set<string>;
}

export function emptyTally(): Tally {
  return {
    total: 0,
    labels: { safe: 0, unsafe: 0, unknown: 0 },
    decisions: { deny: 0, ask: 0, allow: 0, none: 0 },
    sources: new Map(),
    hits: new Map(),
    days: new Map(),
    unscored: new Set(),
  };
}

/** Adds an event to the counts. */
export function count(tally: Tally, { event }: EventLine): void {
  tally.total += 1;
  const label = effectiveLabel(event);
  tally.labels[label] += 1;
  if (label !== (event.label ?? labelFromScore(event.safetyScore))) tally.unscored.add(event.id);
  addTo(tally.sources, sourceOf(event), 1);
  addDay(tally.days, localDay(event.ts), dayCountsOf(event.verdict));
  if (event.verdict === undefined) return;
  tally.decisions[event.verdict.decision] += 1;
  for (const rule of [...event.verdict.rules, ...event.verdict.shadow]) {
    addHits(tally.hits, rule, { count: 1, lastTs: event.ts });
  }
}

/** Sums the counts of all segments and applies the labels from people. */
export function sumUp(
  tallies: Iterable<Tally>,
  given: LabelsByEvent,
): Omit<HistorySummary, 'damaged'> {
  const all = emptyTally();
  for (const tally of tallies) {
    all.total += tally.total;
    addAll(all.labels, tally.labels);
    addAll(all.decisions, tally.decisions);
    for (const [source, events] of tally.sources) addTo(all.sources, source, events);
    for (const id of tally.unscored) all.unscored.add(id);
  }
  applyLabels(all, given);
  const { total, labels, decisions, sources } = all;
  return { total, labels, decisions, sources };
}

/** The hits of each rule in all segments. */
export function allHits(tallies: Iterable<Tally>): ReadonlyMap<string, RuleHits> {
  const all = new Map<string, RuleHits>();
  for (const tally of tallies) {
    for (const [rule, hits] of tally.hits) addHits(all, rule, hits);
  }
  return all;
}

/** The commands of each day in all segments, by `localDay`. */
export function allDays(tallies: Iterable<Tally>): ReadonlyMap<string, DayCounts> {
  const all = new Map<string, DayCounts>();
  for (const tally of tallies) {
    for (const [day, counts] of tally.days) addDay(all, day, counts);
  }
  return all;
}

/** The counts of one command. */
function dayCountsOf(verdict: EventVerdict | undefined): DayCounts {
  const decision = verdict?.decision ?? 'none';
  const isShadow = decision === 'none' && (verdict?.shadow.length ?? 0) > 0;
  return {
    commands: 1,
    denied: decision === 'deny' ? 1 : 0,
    asked: decision === 'ask' ? 1 : 0,
    shadow: isShadow ? 1 : 0,
  };
}

function addDay(to: Map<string, DayCounts>, day: string | undefined, more: DayCounts): void {
  if (day === undefined) return;
  const before = to.get(day);
  to.set(day, {
    commands: more.commands + (before?.commands ?? 0),
    denied: more.denied + (before?.denied ?? 0),
    asked: more.asked + (before?.asked ?? 0),
    shadow: more.shadow + (before?.shadow ?? 0),
  });
}

function addAll<K extends string>(to: Record<K, number>, more: Readonly<Record<K, number>>): void {
  for (const key of Object.keys(more) as K[]) to[key] += more[key];
}

function addTo(to: Map<string, number>, key: string, more: number): void {
  to.set(key, (to.get(key) ?? 0) + more);
}

function addHits(to: Map<string, RuleHits>, rule: string, { count: more, lastTs }: RuleHits): void {
  const before = to.get(rule) ?? { count: 0, lastTs: '' };
  to.set(rule, {
    count: before.count + more,
    lastTs: lastTs > before.lastTs ? lastTs : before.lastTs,
  });
}

/** Counts events with a label from a person under that label instead of their own. */
function applyLabels({ labels, unscored }: Tally, given: LabelsByEvent): void {
  for (const { eventId, was, label } of given.values()) {
    if (label === 'none') continue;
    labels[unscored.has(eventId) ? 'unknown' : was] -= 1;
    labels[label] += 1;
  }
}
