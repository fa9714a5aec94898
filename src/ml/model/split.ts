import { mixSeed, Rng, shuffle } from '../../core/random';
import { byCodeUnit, type DataRow } from '../dataset/dataset';

/** Rows by template, and the templates held back for judging. */
export interface TemplateSplit {
  /** Row numbers of each template. */
  readonly all: readonly (readonly number[])[];
  /** The templates to learn from; all of them where there are too few to hold any back. */
  readonly train: readonly (readonly number[])[];
  readonly trainRows: readonly number[];
  readonly testRows: readonly number[];
}

const HELD_BACK = 5;
const SPLIT_SEED = 0x5417;

/**
 * Holds back one template in five, of the safe ones and of those with an unsafe row alike. A template is never on
 * both sides: its commands differ only in names and numbers, so it would be judged on what it was taught.
 */
export function splitTemplates(rows: readonly DataRow[], seed: number): TemplateSplit {
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
  for (const side of [all.filter(isUnsafe), all.filter((group) => !isUnsafe(group))]) {
    if (side.length < HELD_BACK) return { all, train: all, ...rowSides(all, new Set()) };
    for (const group of shuffle([...side], rng).slice(0, Math.floor(side.length / HELD_BACK))) {
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
