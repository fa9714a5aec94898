import * as vscode from 'vscode';
import type { Explanation } from '../app/ports';
import { COMMAND } from '../contributions';
import { askText } from './ask';
import type { CommandHost } from './commandHost';
import type { ExplainedCommand, HandlersFor } from './signatures';
import { terminalSelection } from './terminalSelection';

type Ids = typeof COMMAND.explainCommand | typeof COMMAND.explainSelection;

/** Explains which rule decides a command, and why. The command is not run. */
export function explainCommands(host: CommandHost): HandlersFor<Ids> {
  const explain = async (command: string, show: boolean) => {
    const explanation = await (await host.source.get()).explain(command);
    if (show) await host.documents.show('explanation.txt', `${explanation.text}\n`);
    return explained(explanation);
  };

  return {
    [COMMAND.explainCommand]: async (_, given) => {
      if (typeof given === 'string') return explain(given, false);
      const command = await askText(
        vscode.l10n.t('Explain Command'),
        vscode.l10n.t('Command line to explain. It is not run.'),
        {
          value: await suggested(host, given),
        },
      );
      return command === undefined ? undefined : explain(command, true);
    },
    [COMMAND.explainSelection]: async () => explain(await terminalSelection(), true),
  };
}

function explained({ command, verdict, matches, micros, text }: Explanation): ExplainedCommand {
  const first = matches.find(({ counted }) => counted);
  if (first === undefined) return { ...verdict, command, micros, text };
  const { view, start, end } = first;
  return {
    ...verdict,
    command,
    micros,
    view: { kind: view.kind, text: view.text, start, end },
    text,
  };
}

/** The initial value: the command of the history row that was clicked, or nothing. */
async function suggested(
  { source }: CommandHost,
  row: { subject: string } | undefined,
): Promise<string> {
  if (row === undefined) return '';
  const events = await (await source.get()).history.recent(1000);
  return events.find(({ id }) => id === row.subject)?.command ?? '';
}
