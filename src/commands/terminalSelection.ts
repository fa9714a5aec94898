import * as vscode from 'vscode';
import { RulewrightError } from '../core/errors';

/**
 * VS Code has no stable API for the selection of a terminal, so it is copied through the clipboard, whose text is
 * restored.
 */
export async function terminalSelection(): Promise<string> {
  const before = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const selected = (await vscode.env.clipboard.readText()).trim();
  await vscode.env.clipboard.writeText(before);
  if (selected !== '') return selected;
  throw new RulewrightError(
    'invalid-input',
    vscode.l10n.t('Nothing is selected in the terminal.'),
    {
      hint: vscode.l10n.t('Select a command line in the terminal, then choose the command again.'),
    },
  );
}
