import type { LabelledCommand } from '../../src/core/event';
import { growPart, joinParts } from '../../src/ml/forest/growForest';
import type { ModelFile } from '../../src/ml/model/modelFile';
import { finishModel, prepareTraining } from '../../src/ml/model/training';
import { madeUpHistory } from './commands';

/** A model of `count` generated commands with 25 trees. */
export function aModel(seed: number, count = 400): ModelFile {
  return trainedOn(madeUpHistory(count, seed));
}

/** A model of these commands with 25 trees, trained in this thread. */
export function trainedOn(commands: readonly LabelledCommand[]): ModelFile {
  const preparation = prepareTraining(commands, { seed: 1 });
  const forest = joinParts([
    growPart(preparation.final, { seed: 1, first: 0, step: 1, trees: 25 }, () => undefined),
  ]);
  return finishModel(preparation, { trial: forest, final: forest }, 1);
}
