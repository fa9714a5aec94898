import type { MiningCommand } from '../dataset/analyzedHistory';
import { commandFeatures, type CommandFeature } from '../features/features';
import { isViewFeature } from '../features/viewFeatures';
import type { Literal } from '../features/commandLiterals';
import { importances } from '../model/importance';
import type { LoadedModel } from '../model/predict';
import { purePaths } from '../model/treePaths';
import { candidateKey, compareLiterals, type Candidate } from '../mining/candidate';
import { isConjunction, MIN_BREADTH, type MinedCandidate } from '../mining/mine';

/** An important feature of the forest that indicates unsafe commands in the history. */
export interface ImportantFeature {
  readonly name: string;
  /** The feature as a candidate. */
  readonly candidate: Candidate;
  /** Mean decrease in impurity, as a share of the total. */
  readonly importance: number;
}

/** The commands of a history that have each feature of a model. */
export interface FeatureIndex {
  readonly commands: readonly MiningCommand[];
  /** By feature name, ascending indexes in `commands`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

const MAX_IMPORTANT = 300;
const MAX_LITERALS = 4;
const PATHS = { minPurity: 0.6, minUnsafe: 3, maxFeatures: 6 };

/** Indexes the commands by the features that the model knows. */
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

/** The most important features of a model that are more often unsafe than safe in the history, most important first. */
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

/** Candidates with a single important feature. */
export function featureCandidates(
  features: readonly ImportantFeature[],
  index: FeatureIndex,
): readonly MinedCandidate[] {
  return features.flatMap(({ name }) => conjunctions([name], index));
}

/** Candidates with the features along nearly pure unsafe paths of a model's trees. */
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
      const names = path
        .map((column) => model.features[column] ?? '')
        .filter((name) => !isViewFeature(name));
      if (names.length === 0) continue;
      for (const one of conjunctions(names, index)) {
        const { heads, literals } = one.candidate;
        found.set(candidateKey(heads[0] ?? '', literals), one);
      }
    }
  });
  return [...found.values()];
}

/** Candidates that combine these features, one for each order of arguments that occurs. */
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

/** These features of a command as a candidate; undefined if no pattern can express all of them. */
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

/** The most specific head. All heads of a command name the same program, and `mkfs*` is less specific than `mkfs.ext4`. */
function narrowest(features: readonly CommandFeature[]): string {
  const heads = features.map(({ head }) => head);
  return heads.reduce((best, head) => (specificity(head) > specificity(best) ? head : best), '');
}

function specificity(head: string): number {
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

/** Counts distinct safe and unsafe calls, and the programs of the unsafe ones. */
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
