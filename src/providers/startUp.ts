import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import type { AppSource } from './appSource';
import type { ErrorReport } from './errorReport';

/** Opens the storage without keeping activation waiting, and says so where it is not in full health. */
export function startUp(source: AppSource, report: ErrorReport): void {
  source
    .get()
    .then(async ({ policies }) => {
      source.changed();
      const { state, notice, hint } = await policies.health();
      if (notice === undefined) return;
      const text = hint === undefined ? notice : `${notice} ${hint}`;
      const recover = state === 'tampered' ? ['Recover…'] : [];
      const chosen = await vscode.window.showWarningMessage(text, ...recover, 'Show Log');
      if (chosen === 'Recover…') await vscode.commands.executeCommand(COMMAND.recover);
      else if (chosen !== undefined) await vscode.commands.executeCommand(COMMAND.showLog);
    })
    .catch((error: unknown) => {
      source.changed();
      report(error);
    });
}
