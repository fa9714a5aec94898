import type { Backtest } from './backtestEvidence';
import { wilsonLowerBound } from './wilson';

/** A candidate that passed its backtest. */
export interface Coverable {
  readonly backtest: Pick<Backtest, 'safeTemplates'>;
  /** The unsafe templates that it matches and that count for the choice. */
  readonly counted: ReadonlySet<string>;
  readonly complexity: number;
  readonly backgroundHits: number;
  /** Minimum number of counted templates that no previously chosen rule has. */
  readonly minAdded: number;
  /** Prior: correct hits added to those of the history. */
  readonly priorHits: number;
  /** Prior: unsafe actions added to those of the history. */
  readonly priorActions: number;
  /** Agreement of the forest with its evidence, 0–1. */
  readonly trust: number;
  /** Candidates of one bundle are reviewed together, and count once. */
  readonly bundle?: string | undefined;
}

const FALSE_ALARM_COST = 5;
const BACKGROUND_COST = 0.3;
const COMPLEXITY_COST = 0.15;

/**
 * Greedy set cover: repeatedly chooses the candidate with the highest value, (new counted templates × bound × trust −
 * cost of false alarms) / (1 + cost of complexity), until no value is positive. Chooses at most `limit` candidates,
 * counting a bundle once. Returns the indexes of the chosen candidates in order.
 */
export function greedyCover(
  candidates: readonly Coverable[],
  limit: number,
  covered: ReadonlySet<string> = new Set(),
): readonly number[] {
  const unsafeCovered = new Set(covered);
  const safeCovered = new Set<string>();
  const open = new Set(candidates.keys());
  const chosen: number[] = [];
  const units = new Set<string | number>();
  const unitOf = (at: number): string | number => candidates[at]?.bundle ?? at;
  for (;;) {
    if (units.size >= limit) {
      for (const at of [...open].filter((one) => !units.has(unitOf(one)))) open.delete(at);
    }
    const best = bestOf(candidates, open, unsafeCovered, safeCovered);
    if (best < 0) return chosen;
    open.delete(best);
    chosen.push(best);
    units.add(unitOf(best));
    for (const template of candidates[best]?.counted ?? []) unsafeCovered.add(template);
    for (const template of candidates[best]?.backtest.safeTemplates ?? []) {
      safeCovered.add(template);
    }
  }
}

/** The number of candidates, counting each bundle once. */
export function unitsIn(chosen: readonly Pick<Coverable, 'bundle'>[]): number {
  const bundles = new Set(chosen.flatMap(({ bundle }) => bundle ?? []));
  return bundles.size + chosen.filter(({ bundle }) => bundle === undefined).length;
}

function bestOf(
  candidates: readonly Coverable[],
  open: Set<number>,
  unsafeCovered: ReadonlySet<string>,
  safeCovered: ReadonlySet<string>,
): number {
  let best = -1;
  let bestValue = 0;
  for (const at of open) {
    const candidate = candidates[at];
    if (candidate === undefined) continue;
    const { safeTemplates } = candidate.backtest;
    const added = countMissing(candidate.counted, unsafeCovered);
    if (added < candidate.minAdded) {
      open.delete(at);
      continue;
    }
    const right = added + candidate.priorHits;
    const actions = added + candidate.priorActions;
    const alarms = countMissing(safeTemplates, safeCovered);
    const value =
      (actions * wilsonLowerBound(right, right + safeTemplates.size) * candidate.trust -
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
