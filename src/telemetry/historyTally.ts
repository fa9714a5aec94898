import { effectiveLabel } from '../core/event';
import { type Label, labelFromScore } from '../core/label';
import type { HistorySummary, RuleHits } from '../core/ports';
import type { Decision } from '../core/verdict';
import type { EventLine } from './historyLine';
import { type LabelsByEvent, readLabels } from './historyRead';
import type { HistorySegments } from './historySegments';

/** One segment in numbers. */
interface Tally {
  readonly identity: string;
  total: number;
  torn: number;
  readonly labels: Record<Label, number>;
  readonly decisions: Record<Decision, number>;
  readonly hits: Map<string, RuleHits>;
  /** Events of earlier versions with the policy's decision as their score, which was taken for a label. */
  readonly unscored: Set<string>;
}

/** Counts over the history. A segment is counted again only when it has changed. */
export class HistoryTally {
  private readonly segments: HistorySegments;
  private readonly known = new Map<string, Tally>();

  constructor(segments: HistorySegments) {
    this.segments = segments;
  }

  async summary(): Promise<HistorySummary> {
    const all = emptyTally('');
    for (const tally of await this.tallies()) {
      all.total += tally.total;
      all.torn += tally.torn;
      addAll(all.labels, tally.labels);
      addAll(all.decisions, tally.decisions);
      for (const id of tally.unscored) all.unscored.add(id);
    }
    moveLabels(all, await readLabels(this.segments));
    return { total: all.total, labels: all.labels, decisions: all.decisions, torn: all.torn };
  }

  async ruleHits(): Promise<ReadonlyMap<string, RuleHits>> {
    const all = new Map<string, RuleHits>();
    for (const tally of await this.tallies()) {
      for (const [rule, hits] of tally.hits) addHits(all, rule, hits);
    }
    return all;
  }

  private async tallies(): Promise<readonly Tally[]> {
    const names = await this.segments.names('events');
    for (const name of this.known.keys()) if (!names.includes(name)) this.known.delete(name);
    const found: Tally[] = [];
    for (const name of names) found.push(await this.tallyOf(name));
    return found;
  }

  private async tallyOf(name: string): Promise<Tally> {
    const identity = await this.segments.identity(name);
    const known = this.known.get(name);
    if (known?.identity === identity) return known;
    const tally = emptyTally(identity);
    for await (const { lines, torn } of this.segments.read(name)) {
      tally.torn += torn;
      for (const line of lines) if ('event' in line) count(tally, line);
    }
    this.known.set(name, tally);
    return tally;
  }
}

function count(tally: Tally, { event }: EventLine): void {
  tally.total += 1;
  const label = effectiveLabel(event);
  tally.labels[label] += 1;
  if (label !== (event.label ?? labelFromScore(event.safetyScore))) tally.unscored.add(event.id);
  if (event.verdict === undefined) return;
  tally.decisions[event.verdict.decision] += 1;
  for (const rule of [...event.verdict.rules, ...event.verdict.shadow]) {
    addHits(tally.hits, rule, { count: 1, lastTs: event.ts });
  }
}

function emptyTally(identity: string): Tally {
  return {
    identity,
    total: 0,
    torn: 0,
    labels: { safe: 0, unsafe: 0, unknown: 0 },
    decisions: { deny: 0, ask: 0, allow: 0, none: 0 },
    hits: new Map(),
    unscored: new Set(),
  };
}

function addAll<K extends string>(to: Record<K, number>, more: Readonly<Record<K, number>>): void {
  for (const key of Object.keys(more) as K[]) to[key] += more[key];
}

function addHits(to: Map<string, RuleHits>, rule: string, { count: more, lastTs }: RuleHits): void {
  const sofar = to.get(rule) ?? { count: 0, lastTs: '' };
  to.set(rule, {
    count: sofar.count + more,
    lastTs: lastTs > sofar.lastTs ? lastTs : sofar.lastTs,
  });
}

/** People's labels take the place of those the events came with. */
function moveLabels({ labels, unscored }: Tally, given: LabelsByEvent): void {
  for (const { eventId, was, label } of given.values()) {
    labels[unscored.has(eventId) ? 'unknown' : was] -= 1;
    labels[label] += 1;
  }
}
