import * as l10n from '@vscode/l10n';
import { formatCount } from '../core/formatCount';
import type { Generated } from '../app/learning';
import type { KnownModel, Prediction } from '../app/ports';
import { COMMAND } from '../contributions';
import { withModel } from '../providers/firstTraining';
import { learningReportText } from '../providers/learningReportText';
import { withProgress } from '../providers/progress';
import { labelName } from '../providers/nodes/terms';
import { joined, percent } from '../providers/nodes/nodeTexts';
import { askText, notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

type Ids =
  | typeof COMMAND.train
  | typeof COMMAND.generateSuggestions
  | typeof COMMAND.predict
  | typeof COMMAND.labelQueue
  | typeof COMMAND.openReport
  | typeof COMMAND.loadStarterRules;

/** Training and suggestions. Proposals stay pending until they are reviewed; nothing here changes the policy. */
export function learningCommands(host: CommandHost): HandlersFor<Ids> {
  const app = () => host.source.get();

  return {
    [COMMAND.train]: async (caller) => {
      const model = await host.runs.run(
        l10n.t('Training on the command history'),
        ({ learning }, run) => learning.train(run),
      );
      host.source.changed();
      if (caller === 'person') notifyTrained(model);
      return model;
    },
    [COMMAND.generateSuggestions]: async (caller) => {
      const generated = await host.runs.run(l10n.t('Generating suggestions'), ({ learning }, run) =>
        learning.generate(run),
      );
      if (caller === 'person') await notifyGenerated(host, generated);
      return generated;
    },
    [COMMAND.loadStarterRules]: async (caller) => {
      const { learning } = await app();
      const suggestion = await withProgress(
        l10n.t('Testing the starter rules on your history'),
        (run) => learning.starterRules(run),
      );
      if (caller === 'person') {
        await host.reviewer.open({ kind: 'suggestion', subjectId: suggestion.id });
      }
      return suggestion;
    },
    [COMMAND.predict]: async (_, given) => {
      const command =
        given ?? (await askText(l10n.t('Predict Risk'), l10n.t('Command line. It is not run.')));
      if (command === undefined) return undefined;
      const prediction = await withModel(host, ({ learning }, run) =>
        learning.predict(command, run),
      );
      if (given === undefined) {
        await host.documents.show('prediction.txt', predictionText(prediction));
      }
      return prediction;
    },
    [COMMAND.labelQueue]: async (caller, limit) => {
      if (caller === 'person') {
        await host.openLabelQueue();
        return undefined;
      }
      return withModel(host, ({ learning }, run) => learning.labelQueue(limit ?? 50, run));
    },
    [COMMAND.openReport]: async () => {
      const model = await withModel(
        host,
        async ({ learning }, run) => (await learning.newest()) ?? learning.train(run),
      );
      await host.documents.showMarkdown('learning-report.md', learningReportText(model));
      return model;
    },
  };
}

function notifyTrained({ report }: KnownModel): void {
  const { accuracy, unsafe } = report.test;
  notify(
    `${joined(
      [
        l10n.t('Commands used for training: {0}', formatCount(report.counts.commands)),
        accuracy === null ? undefined : l10n.t('accuracy: {0}', percent(accuracy) ?? ''),
        unsafe.recall === null
          ? undefined
          : l10n.t('recall of unsafe commands: {0}', percent(unsafe.recall) ?? ''),
      ],
      ', ',
    )}.`,
    { title: l10n.t('Open Report'), command: COMMAND.openReport },
    { title: l10n.t('Generate Suggestions'), command: COMMAND.generateSuggestions },
  );
}

async function notifyGenerated(host: CommandHost, generated: Generated): Promise<void> {
  const { suggestions, repeated, rejected, fromBehaviour, abstained } = generated;
  if (abstained.length > 0 && suggestions.length + repeated === 0) {
    const lines = abstained.map(({ what, reason }) => `${what}: ${reason}`);
    const heading = l10n.t('Nothing was proposed. These candidates were considered and rejected:');
    const text = `${heading}\n\n${lines.join('\n')}\n`;
    await host.documents.show('no-suggestions.txt', text);
  }
  notify(
    `${joined(
      [
        suggestions.length === 0
          ? l10n.t('No new suggestions')
          : l10n.t('Suggestions to review: {0}', formatCount(suggestions.length)),
        fromBehaviour > 0
          ? l10n.t('from your answers: {0}', formatCount(fromBehaviour))
          : undefined,
        repeated > 0 ? l10n.t('already proposed: {0}', formatCount(repeated)) : undefined,
        rejected > 0 ? l10n.t('rejected before: {0}', formatCount(rejected)) : undefined,
      ],
      ', ',
    )}.`,
    ...(suggestions.length > 0
      ? [{ title: l10n.t('Review'), command: COMMAND.applySuggestion }]
      : []),
    ...(suggestions.length > 1
      ? [{ title: l10n.t('Review All'), command: COMMAND.reviewAll }]
      : []),
  );
}

function predictionText({ command, label, probability, contributions }: Prediction): string {
  const features = contributions
    .slice(0, 15)
    .map(
      ({ feature, weight }) =>
        `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(3)}  ${feature}`,
    );
  return [
    command,
    '',
    l10n.t('{0}, risk: {1}', labelName(label), percent(probability) ?? ''),
    '',
    l10n.t('Most important features (+ raises the risk):'),
    ...(features.length > 0 ? features : [l10n.t('none: the model knows no part of this command')]),
    '',
  ].join('\n');
}
