import type { LabelledCommand } from '../../src/core/event';
import { growPart, joinParts } from '../../src/ml/forest/growForest';
import type { ModelFile } from '../../src/ml/model/modelFile';
import { finishModel, prepareTraining } from '../../src/ml/model/training';
import { madeUpHistory } from './commands';

/** The models that tests share. No test changes one. */
const MODELS = new Map<string, ModelFile>();

/** A model of `count` generated commands with 25 trees. */
export function aModel(seed: number, count = 400): ModelFile {
  const key = `${seed} ${count}`;
  const model = MODELS.get(key) ?? trainedOn(madeUpHistory(count, seed));
  MODELS.set(key, model);
  return model;
}

/** A model of these commands with 25 trees, trained in this thread. */
export function trainedOn(commands: readonly LabelledCommand[]): ModelFile {
  const preparation = prepareTraining(commands, { seed: 1 });
  const forest = joinParts([
    growPart(preparation.final, { seed: 1, first: 0, step: 1, trees: 25 }, () => undefined),
  ]);
  return finishModel(preparation, { trial: forest, final: forest }, 1);
}
