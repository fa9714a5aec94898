import type { Generated } from '../appLearning';
import type { KnownModel, Prediction } from '../appPorts';
import { COMMAND } from '../contributions';
import { RulewrightError } from '../core/errors';
import { learningReportText } from '../providers/learningReportText';
import { withProgress } from '../providers/progress';
import { counted, joined, oneLine, percent } from '../providers/nodes/words';
import { askText, choose, tell } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './signatures';

type Ids =
  | typeof COMMAND.train
  | typeof COMMAND.generateSuggestions
  | typeof COMMAND.predict
  | typeof COMMAND.labelQueue
  | typeof COMMAND.openReport
  | typeof COMMAND.loadStarterRules;

/** Learning from the history. What it proposes waits for review; nothing here changes the policy. */
export function learningCommands(host: CommandHost): HandlersFor<Ids> {
  const app = () => host.source.get();

  return {
    [COMMAND.train]: async (caller) => {
      const model = await host.runs.run('Learning from the command history', ({ learning }, run) =>
        learning.train(run),
      );
      host.source.changed();
      if (caller === 'person') tellTrained(model);
      return model;
    },
    [COMMAND.generateSuggestions]: async (caller) => {
      const generated = await host.runs.run('Looking for rules to suggest', ({ learning }, run) =>
        learning.generate(run),
      );
      if (caller === 'person') await tellGenerated(host, generated);
      return generated;
    },
    [COMMAND.loadStarterRules]: async (caller) => {
      const { learning } = await app();
      const suggestion = await withProgress('Trying the starter rules on your history', (run) =>
        learning.starterRules(run),
      );
      if (caller === 'person') {
        await host.reviewer.open({ kind: 'suggestion', subjectId: suggestion.id });
      }
      return suggestion;
    },
    [COMMAND.predict]: async (_, given) => {
      const command = given ?? (await askText('Predict Risk', 'A command line; it is not run.'));
      if (command === undefined) return undefined;
      const prediction = await (await app()).learning.predict(command);
      if (given === undefined) {
        await host.documents.show('prediction.txt', predictionText(prediction));
      }
      return prediction;
    },
    [COMMAND.labelQueue]: async (caller, limit) => {
      const { learning } = await app();
      const queue = await withProgress('Looking for the labels that teach most', (run) =>
        learning.labelQueue(limit ?? 50, run),
      );
      if (caller === 'person') await labelOneByOne(host, queue);
      return queue;
    },
    [COMMAND.openReport]: async () => {
      const model = await (await app()).learning.newest();
      if (model === undefined) {
        throw new RulewrightError('not-found', 'There is no model yet.', {
          hint: 'Import command history and run “Rulewright: Train Model”.',
        });
      }
      await host.documents.showMarkdown('learning-report.md', learningReportText(model));
      return model;
    },
  };
}

function tellTrained({ report, previous }: KnownModel): void {
  const { accuracy, unsafe } = report.test;
  tell(
    `${joined(
      [
        `Learned from ${counted(report.counts.commands, 'command')}`,
        accuracy === null ? undefined : `accuracy ${percent(accuracy) ?? ''}`,
        unsafe.recall === null ? undefined : `finds ${percent(unsafe.recall) ?? ''} of the unsafe`,
        previous?.notes[0],
      ],
      ', ',
    )}.`,
    { title: 'Open Report', command: COMMAND.openReport },
    { title: 'Generate Suggestions', command: COMMAND.generateSuggestions },
  );
}

async function tellGenerated(host: CommandHost, generated: Generated): Promise<void> {
  const { suggestions, repeated, abstained } = generated;
  if (abstained.length > 0 && suggestions.length + repeated === 0) {
    const lines = abstained.map(({ what, reason }) => `${what}: ${reason}`);
    const text = `Nothing was proposed. What was looked at, and why not:\n\n${lines.join('\n')}\n`;
    await host.documents.show('no-suggestions.txt', text);
  }
  tell(
    `${joined(
      [
        suggestions.length === 0
          ? 'No new suggestion'
          : `${counted(suggestions.length, 'suggestion waits', 'suggestions wait')} for review`,
        repeated > 0 ? `${repeated} proposed before` : undefined,
      ],
      ', ',
    )}.`,
    ...(suggestions.length > 0 ? [{ title: 'Review', command: COMMAND.applySuggestion }] : []),
  );
}

/** Asks for one label after the other until the queue or the person's patience ends. */
async function labelOneByOne(
  host: CommandHost,
  queue: readonly { eventId: string; command: string; seen: number; risk: number }[],
): Promise<void> {
  if (queue.length === 0) {
    tell('No command waits for a label.');
    return;
  }
  const app = await host.source.get();
  for (const [index, { eventId, command, seen, risk }] of queue.entries()) {
    const verdict = await choose<'safe' | 'unsafe' | 'skip'>(
      `${index + 1} of ${queue.length}: ${oneLine(command, 120)}`,
      [
        { label: '$(pass) Safe', value: 'safe' },
        { label: '$(warning) Unsafe', value: 'unsafe' },
        {
          label: '$(debug-step-over) Skip',
          description: `risk ${percent(risk) ?? ''}, seen ${seen} times`,
          value: 'skip',
        },
      ],
      '',
    );
    if (verdict === undefined) return;
    if (verdict !== 'skip') {
      await app.history.label(eventId, verdict, await app.author());
    }
  }
}

function predictionText({ command, label, probability, contributions }: Prediction): string {
  const moved = contributions
    .slice(0, 15)
    .map(
      ({ feature, weight }) =>
        `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(3)}  ${feature}`,
    );
  return [
    command,
    '',
    `${label}, risk ${percent(probability) ?? ''}`,
    '',
    'What moved it (+ towards unsafe):',
    ...(moved.length > 0 ? moved : ['nothing: the model knows no part of it']),
    '',
  ].join('\n');
}
