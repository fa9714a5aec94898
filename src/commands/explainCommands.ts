import * as vscode from 'vscode';
import type { Explanation } from '../app/ports';
import { COMMAND } from '../contributions';
import { eventOf, subjectOf } from '../providers/explainSubject';
import type { CommandHost } from './commandHost';
import type { ExplainedCommand, HandlersFor } from './signatures';
import { terminalSelection } from './terminalSelection';

type Ids = typeof COMMAND.explainCommand | typeof COMMAND.explainSelection;

/** Explains which rule decides a command, and why. The command is not run. */
export function explainCommands(host: CommandHost): HandlersFor<Ids> {
  return {
    [COMMAND.explainCommand]: async (_, given) => {
      if (typeof given === 'string') {
        return explained(await (await host.source.get()).explain(given));
      }
      // A rule has no command of its own: the page is opened to enter one.
      const row = given?.viewItem.startsWith('rule') === true ? undefined : given;
      await host.openExplain(
        row === undefined
          ? undefined
          : subjectOf(await eventOf(await host.source.get(), row.subject)),
      );
      return undefined;
    },
    [COMMAND.explainSelection]: async () => {
      const command = await terminalSelection();
      const terminal = vscode.window.activeTerminal;
      const cwd = terminal?.shellIntegration?.cwd?.fsPath;
      const shell = terminal?.state.shell === 'pwsh' ? 'powershell' : 'bash';
      const around = { shell, ...(cwd === undefined ? {} : { cwd }) } as const;
      await host.openExplain({ command, ...around });
      return explained(await (await host.source.get()).explain(command, around));
    },
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
