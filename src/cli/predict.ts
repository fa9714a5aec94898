import type { Command } from 'commander';
import { createNodeFiles } from '../files/nodeFiles';
import { ModelFile } from '../ml/model/modelFile';
import { loadModel, predict } from '../ml/model/predict';
import type { Prediction } from '../ml/model/prediction';
import { commandLine } from './commandLine';
import type { CliIo } from './io';
import { readJsonFile } from './jsonFile';

interface PredictOptions {
  readonly model: string;
  readonly json?: boolean;
}

/** `rulewright predict`: the model's prediction for a command. */
export function addPredict(program: Command, io: CliIo): void {
  program
    .command('predict')
    .description('Predict the risk of a command, and explain why. Does not run it.')
    .requiredOption('--model <model.json>', 'a model written by train')
    .option('--json', 'print JSON')
    .argument('<command...>', 'the command, after --')
    .action(async (words: string[], options: PredictOptions) => {
      const model = await readJsonFile(createNodeFiles(), options.model, ModelFile, 'model');
      const prediction = predict(loadModel(model), commandLine(words));
      io.out(options.json === true ? JSON.stringify(prediction) : predictionText(prediction));
    });
}

function predictionText(prediction: Prediction): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    `${prediction.label}: ${percent(prediction.probability)} probability of being unsafe (${percent(prediction.votes)} of the trees)`,
    ...prediction.contributions
      .slice(0, 8)
      .map(({ feature, weight }) => `  ${weight > 0 ? '+' : ''}${weight.toFixed(3)}  ${feature}`),
    ...(prediction.unknownFeatures.length > 0
      ? [`Not seen in training: ${prediction.unknownFeatures.slice(0, 8).join(', ')}`]
      : []),
  ].join('\n');
}
