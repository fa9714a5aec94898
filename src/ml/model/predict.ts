import { canonicalLines } from '../../shell/canonical';
import { featureNames } from '../features/features';
import { loadForest, type Forest } from '../forest/forest';
import type { FlatTree } from '../forest/growTree';
import { probabilityOf } from './calibration';
import { columnsOf, dictionary, type Dictionary } from './dictionary';
import type { ModelFile } from './modelFile';
import { refuseOldFeatures } from './modelHead';
import type { Contribution, Prediction } from './prediction';

/** A model ready to be asked. */
export interface LoadedModel {
  readonly model: ModelFile;
  readonly dictionary: Dictionary;
  readonly forest: Forest;
}

/** Unpacks a model. Throws `old-model` for other feature versions and `invalid-input` for damaged ones. */
export function loadModel(model: ModelFile): LoadedModel {
  refuseOldFeatures(model.featureVersion);
  return {
    model,
    dictionary: dictionary(model.features),
    forest: loadForest(model.forest, model.features.length),
  };
}

/** The forest's opinion of one command, voted by ml-random-forest, with the features that moved it. */
export function predict(loaded: LoadedModel, command: string): Prediction {
  const names = featureNames(canonicalLines(command));
  const row = new Set(columnsOf(loaded.dictionary, names));
  const trees = loaded.forest.trees.length;
  const votes = loaded.forest.libraryVotes(row) / trees;
  const probability = probabilityOf(loaded.model.calibration, votes);
  const paths = contributions(loaded.forest.trees, row);
  return {
    command,
    label: probability >= 0.5 ? 'unsafe' : 'safe',
    probability,
    votes: rounded(votes),
    base: rounded(paths.base),
    contributions: namedContributions(paths.moves, loaded.model.features, row),
    unknownFeatures: names.filter((name) => loaded.dictionary.columnOf(name) === undefined),
  };
}

/** The calibrated probability alone, counted on our own arrays: for many commands. */
export function riskOf(loaded: LoadedModel, command: string): number {
  return riskOfFeatures(loaded, featureNames(canonicalLines(command)));
}

/** The same of a command whose features are known already. */
export function riskOfFeatures(loaded: LoadedModel, names: readonly string[]): number {
  const row = new Set(columnsOf(loaded.dictionary, names));
  return probabilityOf(
    loaded.model.calibration,
    loaded.forest.votes(row) / loaded.forest.trees.length,
  );
}

/** What each split on a row's path added to P(unsafe), over all trees (Saabas 2014; Palczewska et al. 2013). */
function contributions(
  trees: readonly FlatTree[],
  row: ReadonlySet<number>,
): { base: number; moves: ReadonlyMap<number, number> } {
  const moves = new Map<number, number>();
  let base = 0;
  for (const tree of trees) {
    let node = 0;
    let share = shareOf(tree, node);
    base += share / trees.length;
    for (let column = tree.column[0] ?? -1; column >= 0; column = tree.column[node] ?? -1) {
      node = (row.has(column) ? tree.right[node] : tree.left[node]) ?? 0;
      const next = shareOf(tree, node);
      moves.set(column, (moves.get(column) ?? 0) + (next - share) / trees.length);
      share = next;
    }
  }
  return { base, moves };
}

function namedContributions(
  moves: ReadonlyMap<number, number>,
  names: readonly string[],
  row: ReadonlySet<number>,
): readonly Contribution[] {
  return [...moves.entries()]
    .map(([column, weight]) => ({
      feature: row.has(column) ? (names[column] ?? '') : `no ${names[column] ?? ''}`,
      weight: rounded(weight),
    }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.feature < b.feature ? -1 : 1))
    .slice(0, 20);
}

function shareOf(tree: FlatTree, node: number): number {
  return (tree.unsafe[node] ?? 0) / (tree.total[node] ?? 1);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
