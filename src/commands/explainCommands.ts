import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { RulewrightError } from '../core/errors';
import { askText } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './signatures';

type Ids = typeof COMMAND.explainCommand | typeof COMMAND.explainSelection;

/** Which rule decides a command, and why. Nothing is run. */
export function explainCommands(host: CommandHost): HandlersFor<Ids> {
  const explain = async (command: string, show: boolean) => {
    const explanation = await (await host.source.get()).explain(command);
    if (show) await host.documents.show('explanation.txt', `${explanation.text}\n`);
    return explanation;
  };

  return {
    [COMMAND.explainCommand]: async (_, given) => {
      if (typeof given === 'string') return explain(given, false);
      const command = await askText('Explain Command', 'A command line; it is not run.', {
        value: await suggested(host, given),
      });
      return command === undefined ? undefined : explain(command, true);
    },
    [COMMAND.explainSelection]: async () => explain(await terminalSelection(), true),
  };
}

/** What to start from: the command of the history row that was clicked, or nothing. */
async function suggested(
  { source }: CommandHost,
  row: { subject: string } | undefined,
): Promise<string> {
  if (row === undefined) return '';
  const events = await (await source.get()).history.recent(1000);
  return events.find(({ id }) => id === row.subject)?.command ?? '';
}

/** VS Code has no stable way to read a terminal's selection: it goes over the clipboard, which is put back. */
async function terminalSelection(): Promise<string> {
  const before = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selected = (await vscode.env.clipboard.readText()).trim();
  await vscode.env.clipboard.writeText(before);
  if (selected !== '') return selected;
  throw new RulewrightError('invalid-input', 'Nothing is selected in the terminal.', {
    hint: 'Select a command line in the terminal, then choose “Explain Selected Command”.',
  });
}
