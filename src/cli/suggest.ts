import type { Command } from 'commander';
import type { AddedRule } from '../core/diff';
import { Evidence } from '../core/evidence';
import { formatCount } from '../core/formatCount';
import { createNodeFiles } from '../files/nodeFiles';
import { ModelFile } from '../ml/model/modelFile';
import type { SuggestionReport } from '../ml/rules/suggestionReport';
import { createTrainer } from '../ml/worker/trainer';
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

/** `rulewright suggest`: proposes rules with their evidence. Applies nothing. */
export function addSuggest(program: Command, io: CliIo): void {
  program
    .command('suggest')
    .description('Propose rules from history, each tested on that history. Applies nothing.')
    .requiredOption('--csv <file>', 'command history: the 13 columns, or command,label')
    .requiredOption('--model <model.json>', 'a model written by train')
    .requiredOption('--out <diff.json>', 'where to write the proposed policy diff')
    .option('--top-n <n>', 'maximum number of suggestions', wholeNumber(1, 1000), 20)
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
        model: { json: new TextEncoder().encode(JSON.stringify(model)) },
        rules: [],
        topN: options.topN,
        fillUp: true,
        generatedAt: history.asOf,
      },
      { onProgress: progress.show },
    )
    .finally(progress.clear);
  await writeJsonFile(files, options.out, report.merged, 2);
  for (const line of suggestionLines(report)) io.out(line);
  io.out(`Policy diff written to ${options.out}. Nothing was applied.`);
}

function suggestionLines({ merged, abstained }: SuggestionReport): string[] {
  const evidence = Evidence.array().parse(merged.meta['evidence']);
  const lines = merged.add.map((rule, at) => ruleLines(rule, evidence[at]));
  const scored = lines.filter((_, at) => merged.add[at]?.score !== undefined).flat();
  const unscored = lines.filter((_, at) => merged.add[at]?.score === undefined).flat();
  return [
    `${formatCount(merged.add.length)} ${merged.add.length === 1 ? 'rule' : 'rules'} proposed.`,
    ...scored,
    ...(unscored.length > 0
      ? ['Without evidence, for risks that this history does not show:']
      : []),
    ...unscored,
    ...(abstained.length > 0 ? ['Not proposed:'] : []),
    ...abstained.slice(0, 10).map(({ what, reason }) => `  ${what}: ${reason}`),
  ];
}

function ruleLines(
  { score, effect, pattern, reason }: AddedRule,
  { forest, unjudged }: Partial<Evidence> = {},
): readonly string[] {
  return [
    `  ${score?.toFixed(2) ?? 'none'}  ${effect}  ${pattern}`,
    `        ${reason ?? ''}`,
    ...(unjudged === undefined ? [] : [`        ${unjudgedText(unjudged)}`]),
    ...(forest === undefined ? [] : [`        ${forestText(forest)}`]),
  ];
}

function unjudgedText(count: number): string {
  return count === 1
    ? '1 command cannot be judged, because its working directory is unknown.'
    : `${formatCount(count)} commands cannot be judged, because their working directory is unknown.`;
}

function forestText({ meanRisk, restsOn }: NonNullable<Evidence['forest']>): string {
  const features = restsOn.length === 0 ? '' : ` Important features: ${restsOn.join('; ')}.`;
  return `Model: mean risk ${meanRisk.toFixed(2)}.${features}`;
}
