import * as vscode from 'vscode';
import type { App } from '../app';
import type { Explanation } from '../app/ports';
import { COMMAND, VIEW_ITEM } from '../contributions';
import type { ExplainSubject } from '../providers/explainConversation';
import { eventOf, subjectOf, subjectOfRule } from '../providers/explainSubject';
import { BUILT_IN } from '../providers/nodes/builtInNodes';
import type { CommandHost } from './commandHost';
import type { ExplainedCommand, HandlersFor } from './commandArguments';
import { terminalSelection } from './terminalSelection';

type Ids = typeof COMMAND.explainCommand | typeof COMMAND.explainSelection;

/** Explains which rule decides a command, and why. The command is not run. */
export function explainCommands(host: CommandHost): HandlersFor<Ids> {
  return {
    [COMMAND.explainCommand]: async (_, given) => {
      if (typeof given === 'string') {
        return explained(await (await host.source.get()).explain(given));
      }
      await host.openExplain(
        given === undefined ? undefined : await subjectOfRow(await host.source.get(), given),
      );
      return undefined;
    },
    [COMMAND.explainSelection]: async () => {
      const command = await terminalSelection();
      const terminal = vscode.window.activeTerminal;
      const cwd = terminal?.shellIntegration?.cwd?.fsPath;
      const shell = terminal?.state.shell === 'pwsh' ? 'powershell' : 'bash';
      const context = { shell, ...(cwd === undefined ? {} : { cwd }) } as const;
      await host.openExplain({ command, ...context });
      return explained(await (await host.source.get()).explain(command, context));
    },
  };
}

/**
 * The command of a row. For a rule, the last command that it decided or would have decided;
 * undefined if there is none.
 */
async function subjectOfRow(
  app: App,
  { subject, viewItem }: { readonly subject: string; readonly viewItem: string },
): Promise<ExplainSubject | undefined> {
  if (viewItem === VIEW_ITEM.builtIn) return { command: BUILT_IN_EXAMPLES[subject] ?? '' };
  if (!viewItem.startsWith(`${VIEW_ITEM.rule}.`)) return subjectOf(await eventOf(app, subject));
  return subjectOfRule(app, subject);
}

/** Commands that a built-in rule decides on any machine. */
const BUILT_IN_EXAMPLES: Readonly<Record<string, string>> = {
  [BUILT_IN.deny]: 'rm ~/.claude/settings.json',
  [BUILT_IN.ask]: 'rm .claude/settings.json',
};

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
