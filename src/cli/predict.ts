import type { Command } from 'commander';
import { RulewrightError } from '../core/errors';
import type { Files } from '../core/fileAccess';
import { formatCount } from '../core/formatCount';
import { createNodeFiles } from '../files/nodeFiles';
import { writeAtomic } from '../files/writeAtomic';
import { readCommandsCsv } from '../history/csv/csvImport';
import { ModelFile } from '../ml/model/modelFile';
import { loadModel, predict, riskOf, type LoadedModel } from '../ml/model/predict';
import type { Prediction } from '../ml/model/prediction';
import { baseModel } from './baseModel';
import { commandLine } from './commandLine';
import type { CliIo } from './io';
import { readJsonFile } from './jsonFile';
import { skippedRows } from './numbers';

interface PredictOptions {
  readonly model?: string;
  readonly json?: boolean;
  readonly csv?: string;
  readonly out?: string;
}

/** `rulewright predict`: the model's prediction for a command or for every row of a history. */
export function addPredict(program: Command, io: CliIo): void {
  program
    .command('predict')
    .description('Predict the risk of a command, and explain why. Does not run it.')
    .option('--model <model.json>', 'a model written by train; default: the one that ships')
    .option('--json', 'print JSON')
    .option('--csv <file>', 'predict every row of a command history instead of one command')
    .option('--out <out.ndjson>', 'where to write one prediction per row of --csv')
    .argument('[command...]', 'the command, after --')
    .action(async (words: string[], options: PredictOptions) => {
      await predictWith(words, options, io);
    });
}

async function predictWith(words: string[], options: PredictOptions, io: CliIo): Promise<void> {
  const { csv, out } = options;
  if ((csv === undefined) === (words.length === 0) || (csv === undefined) !== (out === undefined)) {
    throw new RulewrightError('invalid-input', 'Specify a command, or both --csv and --out.', {
      hint: 'Examples: rulewright predict -- git push --force · rulewright predict --csv history.csv --out risks.ndjson',
    });
  }
  const files = createNodeFiles();
  const model =
    options.model === undefined
      ? await baseModel(files)
      : await readJsonFile(files, options.model, ModelFile, 'model');
  const loaded = loadModel(model);
  if (csv !== undefined && out !== undefined) await predictRows(loaded, files, { csv, out }, io);
  else {
    const prediction = predict(loaded, commandLine(words));
    if (options.json === true) io.data(JSON.stringify(prediction));
    else for (const line of predictionLines(prediction)) io.out(line);
  }
}

/** Writes `{command, probability, label}` for every row. Equal commands are computed once. */
async function predictRows(
  loaded: LoadedModel,
  files: Files,
  { csv, out }: { readonly csv: string; readonly out: string },
  io: CliIo,
): Promise<void> {
  const known = new Map<string, string>();
  const lines: string[] = [];
  let skipped = 0;
  const rows = readCommandsCsv(csv, {}, () => {
    skipped += 1;
  });
  for await (const { command } of rows) {
    const line = known.get(command) ?? lineOf(command, riskOf(loaded, command));
    known.set(command, line);
    lines.push(line);
  }
  await writeAtomic(files, out, new TextEncoder().encode(lines.join('')));
  if (skipped > 0) io.err(skippedRows(skipped));
  io.out(`${formatCount(lines.length)} predictions written to ${out}.`);
}

function lineOf(command: string, probability: number): string {
  const label = probability >= 0.5 ? 'unsafe' : 'safe';
  return `${JSON.stringify({ command, probability, label })}\n`;
}

function predictionLines(prediction: Prediction): readonly string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    `${prediction.label}: ${percent(prediction.probability)} probability of being unsafe (${percent(prediction.votes)} of the trees)`,
    ...prediction.contributions
      .slice(0, 8)
      .map(({ feature, weight }) => `  ${weight > 0 ? '+' : ''}${weight.toFixed(3)}  ${feature}`),
    ...(prediction.unknownFeatures.length > 0
      ? [`Not seen in training: ${prediction.unknownFeatures.slice(0, 8).join(', ')}`]
      : []),
  ];
}
