import type { LabelledCommand } from '../../src/core/event';
import { mixSeed } from '../../src/core/random';
import { growPart, joinParts, type GrownForest } from '../../src/ml/forest/growForest';
import type { GrowInput } from '../../src/ml/forest/growTree';
import { loadModel, type LoadedModel } from '../../src/ml/model/predict';
import { finishModel, prepareTraining } from '../../src/ml/model/training';

const SEED = 1;

/** A model of these commands with as many trees as in the product, trained in this thread. */
export function learnedModel(
  commands: readonly LabelledCommand[],
  { trees: asked, base = [] }: { trees?: number; base?: readonly LabelledCommand[] } = {},
): LoadedModel {
  const prepared = prepareTraining(commands, { seed: SEED, base });
  const trees = asked ?? prepared.trees;
  const grow = (input: GrowInput, seed: number): GrownForest =>
    joinParts([growPart(input, { seed, first: 0, step: 1, trees }, () => undefined)]);
  const forests = {
    trial: grow(prepared.trial, mixSeed(SEED, 1)),
    final: grow(prepared.final, SEED),
  };
  return loadModel(finishModel(prepared, forests, SEED));
}
