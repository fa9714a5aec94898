import { featureNames, featureSet } from '../features/features';
import { loadForest, type Forest } from '../forest/forest';
import type { FlatTree } from '../forest/growTree';
import { probabilityOf } from './calibration';
import { columnsOf, dictionary, unknownNames, type Dictionary } from './dictionary';
import type { ModelFile } from './modelFile';
import { checkFeatureVersion } from './modelHead';
import type { Contribution, Prediction } from './prediction';

/** A model ready for predictions. */
export interface LoadedModel {
  readonly model: ModelFile;
  readonly dictionary: Dictionary;
  readonly forest: Forest;
}

/** Loads a model. Throws `old-model` for another feature version and `invalid-input` for a damaged model. */
export function loadModel(model: ModelFile): LoadedModel {
  checkFeatureVersion(model.featureVersion);
  return {
    model,
    dictionary: dictionary(model.features),
    forest: loadForest(model.forest, model.features.length),
  };
}

/** The prediction for a command by ml-random-forest, with the contributions of its features. */
export function predict(loaded: LoadedModel, command: string): Prediction {
  const names = featureNames(command);
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
    contributions: namedContributions(paths.byColumn, loaded.model.features, row),
    unknownFeatures: unknownNames(loaded.dictionary, names),
  };
}

/** Only the calibrated probability. Fast, for many commands. */
export function riskOf(loaded: LoadedModel, command: string): number {
  return riskOfFeatures(loaded, featureSet(command));
}

/** `riskOf` for a command whose features are already known. */
export function riskOfFeatures(loaded: LoadedModel, names: Iterable<string>): number {
  const row: number[] = [];
  for (const name of names) {
    const column = loaded.dictionary.columnOf(name);
    if (column !== undefined) row.push(column);
  }
  return probabilityOf(
    loaded.model.calibration,
    loaded.forest.votes(row) / loaded.forest.trees.length,
  );
}

/** The contribution of each column to P(unsafe), over all trees (Saabas 2014; Palczewska et al. 2013). */
function contributions(
  trees: readonly FlatTree[],
  row: ReadonlySet<number>,
): { base: number; byColumn: ReadonlyMap<number, number> } {
  const byColumn = new Map<number, number>();
  let base = 0;
  for (const tree of trees) {
    let node = 0;
    let share = shareOf(tree, node);
    base += share / trees.length;
    for (let column = tree.column[0] ?? -1; column >= 0; column = tree.column[node] ?? -1) {
      node = (row.has(column) ? tree.right[node] : tree.left[node]) ?? 0;
      const next = shareOf(tree, node);
      byColumn.set(column, (byColumn.get(column) ?? 0) + (next - share) / trees.length);
      share = next;
    }
  }
  return { base, byColumn };
}

function namedContributions(
  byColumn: ReadonlyMap<number, number>,
  names: readonly string[],
  row: ReadonlySet<number>,
): readonly Contribution[] {
  return [...byColumn.entries()]
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
