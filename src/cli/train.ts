import type { Command } from 'commander';
import { formatCount } from '../core/formatCount';
import { createNodeFiles } from '../files/nodeFiles';
import type { LearningReport } from '../ml/model/report';
import { createTrainer } from '../ml/worker/trainer';
import { readHistory } from './history';
import type { CliIo } from './io';
import { writeJsonFile, writeJsonText } from './jsonFile';
import { wholeNumber } from './numbers';
import { progressLine } from './progressLine';
import { trainerPath } from './trainerPath';

interface TrainOptions {
  readonly csv: string;
  readonly out: string;
  readonly seed: number;
  readonly report?: string;
  readonly workers: number;
}

/** `rulewright train`: trains a model on labelled history. */
export function addTrain(program: Command, io: CliIo): void {
  program
    .command('train')
    .description(
      'Train a model on a labelled command history. The same file and seed give the same model.',
    )
    .requiredOption('--csv <file>', 'command history: the 13 columns, or command,label')
    .requiredOption('--out <model.json>', 'where to write the model')
    .option('--seed <n>', 'seed of the forest', wholeNumber(0, 2_147_483_647), 42)
    .option('--report <report.json>', 'where to write the report')
    .option('--workers <n>', 'number of threads; does not affect the model', wholeNumber(1, 64), 2)
    .action(async (options: TrainOptions) => {
      await train(options, io);
    });
}

async function train(options: TrainOptions, io: CliIo): Promise<void> {
  const files = createNodeFiles();
  const history = await readHistory(files, options.csv, io);
  const trainer = createTrainer({ workerPath: trainerPath(), workers: options.workers });
  const progress = progressLine(process.stderr);
  const { json, head } = await trainer
    .train(
      { commands: history.commands, seed: options.seed, needsLabels: true },
      { onProgress: progress.show },
    )
    .finally(progress.clear);
  await writeJsonText(files, options.out, json);
  const { report } = head;
  if (options.report !== undefined) await writeJsonFile(files, options.report, report, 2);
  for (const line of reportLines(report)) io.out(line);
  io.out(`Model written to ${options.out}.`);
}

function reportLines(report: LearningReport): string[] {
  const { counts, base, test, reliability } = report;
  const { unsafeAsUnsafe, unsafeAsSafe, safeAsUnsafe, safeAsSafe } = test.confusion;
  return [
    `Trained on ${formatCount(counts.commands)} distinct commands (${formatCount(counts.safe)} safe, ${formatCount(counts.unsafe)} unsafe; ${formatCount(counts.unknown)} unknown were ignored) and ${formatCount(base.safe + base.unsafe)} that ship with Rulewright.`,
    `Held-out commands: ${formatCount(test.rows)}. Accuracy ${share(test.accuracy)}.`,
    `  unsafe: precision ${share(test.unsafe.precision)}, recall ${share(test.unsafe.recall)}, F1 ${share(test.unsafe.f1)}`,
    `  safe:   precision ${share(test.safe.precision)}, recall ${share(test.safe.recall)}, F1 ${share(test.safe.f1)}`,
    `  true positives ${formatCount(unsafeAsUnsafe)}, false negatives ${formatCount(unsafeAsSafe)}, false positives ${formatCount(safeAsUnsafe)}, true negatives ${formatCount(safeAsSafe)} (positive: unsafe)`,
    `  average precision ${share(test.averagePrecision)}, recall at 0.1 % false positives ${share(test.recallAtOnePerMille)}`,
    `  calibration error ${share(reliability.errorBefore)} before calibration, ${share(reliability.errorAfter)} after`,
    'Top features:',
    ...report.topFeatures.map(
      (top) => `  ${top.importance.toFixed(3)}  indicates ${top.speaksFor}  ${top.feature}`,
    ),
    ...report.notes.map((note) => `Note: ${note}`),
  ];
}

function share(value: number | null): string {
  return value === null ? 'no data' : value.toFixed(3);
}
