import type { Backtest } from './evidence';
import { wilsonLowerBound } from './wilson';

/** A candidate that passed its backtest and may be chosen. */
export interface Coverable {
  readonly backtest: Backtest;
  readonly complexity: number;
  readonly backgroundHits: number;
  /** Deeds that it must stop and none before it does. */
  readonly leastAdded: number;
  /** Right hits that it is trusted with beforehand. */
  readonly priorHits: number;
  /** Deeds that it counts for beside those of the history. */
  readonly priorDeeds: number;
  /** How far the forest agrees with its evidence, 0–1. */
  readonly trust: number;
  /** Those of one bundle are read together, and count once. */
  readonly bundle?: string | undefined;
}

const FALSE_ALARM_COST = 5;
const BACKGROUND_COST = 0.3;
const COMPLEXITY_COST = 0.15;

/**
 * Greedy cover: again and again the candidate that adds most, (new unsafe templates × bound × trust − cost of false
 * alarms) / (1 + cost of reading it), until nothing adds. At most `limit` are chosen, where those of one bundle
 * count once. Returns the places of the chosen ones, in order.
 */
export function greedyCover(
  candidates: readonly Coverable[],
  limit: number,
  covered: ReadonlySet<string> = new Set(),
): readonly number[] {
  const caught = new Set(covered);
  const alarmed = new Set<string>();
  const open = new Set(candidates.keys());
  const chosen: number[] = [];
  const units = new Set<string | number>();
  const unitOf = (at: number): string | number => candidates[at]?.bundle ?? at;
  for (;;) {
    if (units.size >= limit) {
      for (const at of [...open].filter((one) => !units.has(unitOf(one)))) open.delete(at);
    }
    const best = bestOf(candidates, open, caught, alarmed);
    if (best < 0) return chosen;
    open.delete(best);
    chosen.push(best);
    units.add(unitOf(best));
    mark(candidates[best], caught, alarmed);
  }
}

/** How many of a limit these use up. */
export function unitsIn(chosen: readonly Pick<Coverable, 'bundle'>[]): number {
  const bundles = new Set(chosen.flatMap(({ bundle }) => bundle ?? []));
  return bundles.size + chosen.filter(({ bundle }) => bundle === undefined).length;
}

function mark(chosen: Coverable | undefined, caught: Set<string>, alarmed: Set<string>): void {
  if (chosen === undefined) return;
  for (const template of chosen.backtest.unsafeTemplates) caught.add(template);
  for (const template of chosen.backtest.safeTemplates) alarmed.add(template);
}

function bestOf(
  candidates: readonly Coverable[],
  open: Set<number>,
  caught: ReadonlySet<string>,
  alarmed: ReadonlySet<string>,
): number {
  let best = -1;
  let bestValue = 0;
  for (const at of open) {
    const candidate = candidates[at];
    if (candidate === undefined) continue;
    const { unsafeTemplates, safeTemplates } = candidate.backtest;
    const added = countMissing(unsafeTemplates, caught);
    if (added < candidate.leastAdded) {
      open.delete(at);
      continue;
    }
    const right = added + candidate.priorHits;
    const deeds = added + candidate.priorDeeds;
    const alarms = countMissing(safeTemplates, alarmed);
    const value =
      (deeds * wilsonLowerBound(right, right + safeTemplates.size) * candidate.trust -
        alarms * FALSE_ALARM_COST -
        candidate.backgroundHits * BACKGROUND_COST) /
      (1 + COMPLEXITY_COST * candidate.complexity);
    if (value > bestValue) {
      bestValue = value;
      best = at;
    }
  }
  return best;
}

function countMissing(items: ReadonlySet<string>, from: ReadonlySet<string>): number {
  let missing = 0;
  for (const item of items) if (!from.has(item)) missing += 1;
  return missing;
}
