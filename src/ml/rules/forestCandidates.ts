import type { MiningCommand } from '../dataset/history';
import { commandFeatures, type CommandFeature } from '../features/features';
import type { Literal } from '../features/literals';
import { importances } from '../model/importance';
import type { LoadedModel } from '../model/predict';
import { purePaths } from '../model/treePaths';
import { candidateKey, compareLiterals, type Candidate } from '../mining/candidate';
import { isConjunction, MIN_BREADTH, type MinedCandidate } from '../mining/mine';

/** A feature that the forest leans on and that speaks for unsafe in the history at hand. */
export interface ImportantFeature {
  readonly name: string;
  /** What it says, in the form of a candidate. */
  readonly candidate: Candidate;
  /** Mean decrease in impurity, as a share of all. */
  readonly importance: number;
}

/** Where a feature of a model is found in a history. */
export interface FeatureIndex {
  readonly commands: readonly MiningCommand[];
  /** By name, ascending places in `commands`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

const MAX_IMPORTANT = 300;
const MAX_LITERALS = 4;
const PATHS = { minPurity: 0.6, minUnsafe: 3, maxFeatures: 6 };

/** Looks up which commands have each feature that a model knows. */
export function indexFeatures(
  { dictionary }: LoadedModel,
  commands: readonly MiningCommand[],
): FeatureIndex {
  const places = new Map<string, number[]>();
  commands.forEach(({ facts }, at) => {
    for (const { name } of commandFeatures(facts)) {
      if (dictionary.columnOf(name) === undefined) continue;
      const known = places.get(name);
      if (known === undefined) places.set(name, [at]);
      else if (known.at(-1) !== at) known.push(at);
    }
  });
  return { commands, places };
}

/** The most important features of a model that the history at hand shows more often unsafe than safe, strongest first. */
export function importantFeatures(
  { model, forest }: LoadedModel,
  index: FeatureIndex,
): readonly ImportantFeature[] {
  const values = importances(forest.trees, model.features.length);
  return [...model.features.entries()]
    .map(([column, name]) => ({ name, importance: values[column] ?? 0 }))
    .filter(({ importance }) => importance > 0)
    .sort((a, b) => b.importance - a.importance || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_IMPORTANT)
    .flatMap(({ name, importance }) => {
      const places = index.places.get(name) ?? [];
      const { unsafe, safe } = count(index.commands, places);
      if (unsafe <= safe) return [];
      const candidate = conjunctionIn(index.commands[places[0] ?? -1], [name]);
      return candidate === undefined ? [] : [{ name, candidate, importance }];
    });
}

/** Each important feature as a rule of its own. */
export function featureCandidates(
  features: readonly ImportantFeature[],
  index: FeatureIndex,
): readonly MinedCandidate[] {
  return features.flatMap(({ name }) => conjunctions([name], index));
}

/** The features along the nearly pure paths of a model's trees, joined to rules about one command. */
export function pathCandidates(
  { model, forest }: LoadedModel,
  index: FeatureIndex,
  onTree: (done: number, total: number) => void,
): readonly MinedCandidate[] {
  const tried = new Set<string>();
  const found = new Map<string, MinedCandidate>();
  forest.trees.forEach((tree, done) => {
    onTree(done, forest.trees.length);
    for (const path of purePaths(tree, PATHS)) {
      const key = path.join(' ');
      if (tried.has(key)) continue;
      tried.add(key);
      const names = path.map((column) => model.features[column] ?? '');
      for (const one of conjunctions(names, index)) {
        const { heads, literals } = one.candidate;
        found.set(candidateKey(heads[0] ?? '', literals), one);
      }
    }
  });
  return [...found.values()];
}

/** What commands that have all these features say by them: one candidate for each order of the arguments. */
function conjunctions(names: readonly string[], index: FeatureIndex): readonly MinedCandidate[] {
  const places = commonPlaces(names.map((name) => index.places.get(name) ?? []));
  const { unsafe, safe, programs } = count(index.commands, places);
  const found = new Map<string, Candidate>();
  for (const at of places) {
    const command = index.commands[at];
    if (command?.isUnsafe !== true) continue;
    const candidate = conjunctionIn(command, names);
    if (candidate === undefined) continue;
    if (candidate.heads.length === 0 && programs < MIN_BREADTH) continue;
    found.set(candidateKey(candidate.heads[0] ?? '', candidate.literals), candidate);
  }
  return [...found.values()].map((candidate) => ({ candidate, unsafe, safe }));
}

/** The features of one command as a candidate; undefined where no pattern says them all. */
function conjunctionIn(
  command: MiningCommand | undefined,
  names: readonly string[],
): Candidate | undefined {
  if (command === undefined) return undefined;
  const features = commandFeatures(command.facts).filter(({ name }) => names.includes(name));
  if (features.length < names.length || features.some(({ sudo }) => sudo)) return undefined;
  const head = narrowest(features);
  const literals = distinct(features).sort(compareLiterals);
  if (literals.length > MAX_LITERALS || !isConjunction(literals)) return undefined;
  return { heads: head === '' ? [] : [head], literals };
}

/** All heads of one command name the same program: the longest says most, and `mkfs*` less than `mkfs.ext4`. */
function narrowest(features: readonly CommandFeature[]): string {
  const heads = features.map(({ head }) => head);
  return heads.reduce((best, head) => (said(head) > said(best) ? head : best), '');
}

function said(head: string): number {
  return head.endsWith('*') ? 1 : head.length * 2;
}

function distinct(features: readonly CommandFeature[]): Literal[] {
  return [...new Set(features.flatMap(({ literal }) => literal ?? []))];
}

function commonPlaces(lists: readonly (readonly number[])[]): readonly number[] {
  const [shortest = [], ...others] = [...lists].sort((a, b) => a.length - b.length);
  return shortest.filter((at) => others.every((list) => includesSorted(list, at)));
}

function includesSorted(list: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}

/** Different calls, safe and unsafe, and the programs of the unsafe ones. */
function count(
  commands: readonly MiningCommand[],
  places: Iterable<number>,
): { readonly unsafe: number; readonly safe: number; readonly programs: number } {
  const unsafe = new Set<number>();
  const safe = new Set<number>();
  const programs = new Set<string>();
  for (const at of places) {
    const command = commands[at];
    if (command === undefined) continue;
    (command.isUnsafe ? unsafe : safe).add(command.call);
    if (command.isUnsafe) programs.add(command.facts.heads[0] ?? '');
  }
  return { unsafe: unsafe.size, safe: safe.size, programs: programs.size };
}
