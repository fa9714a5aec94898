import type { Command } from 'commander';
import { createNodeFiles } from '../files/nodeFiles';
import { ModelFile } from '../ml/modelFile';
import type { SuggestionReport } from '../ml/suggestionReport';
import { createTrainer } from '../trainer/client';
import { readHistory } from './history';
import type { CliIo } from './io';
import { readJsonFile, writeJsonFile } from './jsonFile';
import { wholeNumber } from './numbers';
import { progressLine } from './progressLine';
import { trainerPath } from './trainerPath';

interface SuggestOptions {
  readonly csv: string;
  readonly model: string;
  readonly out: string;
  readonly topN: number;
}

/** `rulewright suggest`: proposes rules, with their evidence. It applies none. */
export function addSuggest(program: Command, io: CliIo): void {
  program
    .command('suggest')
    .description('Propose rules from history, each tested on that history. Applies nothing.')
    .requiredOption('--csv <file>', 'command history: the 13 columns, or command,label')
    .requiredOption('--model <model.json>', 'a model written by train')
    .requiredOption('--out <diff.json>', 'where to write the proposed policy diff')
    .option('--top-n <n>', 'at most this many rules', wholeNumber(1, 1000), 20)
    .action(async (options: SuggestOptions) => {
      await suggest(options, io);
    });
}

async function suggest(options: SuggestOptions, io: CliIo): Promise<void> {
  const files = createNodeFiles();
  const model = await readJsonFile(files, options.model, ModelFile, 'model');
  const history = await readHistory(files, options.csv, io);
  const progress = progressLine(process.stderr);
  const report = await createTrainer({ workerPath: trainerPath() })
    .suggest(
      {
        commands: history.commands,
        model,
        rules: [],
        topN: options.topN,
        generatedAt: history.asOf,
      },
      { onProgress: progress.show },
    )
    .finally(progress.clear);
  await writeJsonFile(files, options.out, report.merged, 2);
  for (const line of suggestionLines(report)) io.out(line);
  io.out(`Policy diff written to ${options.out}. Nothing was applied.`);
}

function suggestionLines(report: SuggestionReport): string[] {
  const { add } = report.merged;
  return [
    `${add.length} ${add.length === 1 ? 'rule' : 'rules'} proposed.`,
    ...add.map(
      (rule) =>
        `  ${(rule.score ?? 0).toFixed(2)}  ${rule.effect}  ${rule.pattern}\n        ${rule.reason ?? ''}`,
    ),
    ...(report.abstained.length > 0 ? ['Not proposed:'] : []),
    ...report.abstained.slice(0, 10).map(({ what, reason }) => `  ${what}: ${reason}`),
  ];
}
