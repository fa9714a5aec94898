import { mixSeed, Rng, shuffle } from '../../core/random';
import { byCodeUnit } from '../../core/byCodeUnit';
import type { DataRow } from '../dataset/dataset';

/** Rows grouped by template, divided into training and test data. */
export interface TemplateSplit {
  /** The rows of each template. */
  readonly all: readonly (readonly number[])[];
  /** The templates for training; all templates if there are too few to hold some out. */
  readonly train: readonly (readonly number[])[];
  readonly trainRows: readonly number[];
  readonly testRows: readonly number[];
}

/** One template in this many is held out. */
const HOLD_OUT_EVERY = 5;
const SPLIT_SEED = 0x5417;

/**
 * Holds out one template in five, stratified by label. All commands of a template are on the same side, because they
 * differ only in names and numbers, so the test data would otherwise contain training data. Templates with a row for
 * which `mayHoldOut` returns false stay in the training data.
 */
export function splitTemplates(
  rows: readonly DataRow[],
  seed: number,
  mayHoldOut: (row: number) => boolean = () => true,
): TemplateSplit {
  const groups = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const group = groups.get(row.template);
    if (group === undefined) groups.set(row.template, [index]);
    else group.push(index);
  });
  const all = [...groups.entries()]
    .sort((a, b) => byCodeUnit(a[0], b[0]))
    .map(([, group]) => group);
  const isUnsafe = (group: readonly number[]): boolean =>
    group.some((row) => rows[row]?.label === 'unsafe');
  const rng = new Rng(mixSeed(seed, SPLIT_SEED));
  const held = new Set<readonly number[]>();
  const candidates = all.filter((group) => group.every((row) => mayHoldOut(row)));
  const safe = candidates.filter((group) => !isUnsafe(group));
  for (const side of [candidates.filter(isUnsafe), safe]) {
    if (side.length < HOLD_OUT_EVERY) return { all, train: all, ...rowSides(all, new Set()) };
    for (const group of shuffle([...side], rng).slice(
      0,
      Math.floor(side.length / HOLD_OUT_EVERY),
    )) {
      held.add(group);
    }
  }
  return { all, train: all.filter((group) => !held.has(group)), ...rowSides(all, held) };
}

function rowSides(
  all: readonly (readonly number[])[],
  held: ReadonlySet<readonly number[]>,
): { trainRows: readonly number[]; testRows: readonly number[] } {
  return {
    trainRows: all.filter((group) => !held.has(group)).flat(),
    testRows: all.filter((group) => held.has(group)).flat(),
  };
}
