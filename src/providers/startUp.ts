import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import type { AppSource } from './appSource';
import type { ErrorReport } from './errorReport';
import { lostConnection } from './nodes/hostNodes';

/** Opens the storage without keeping activation waiting, and says so where it is not in full health. */
export function startUp(source: AppSource, report: ErrorReport): void {
  source
    .get()
    .then(async (app) => {
      source.changed();
      await Promise.all([tellOfHealth(app), tellOfLostHosts(app)]);
    })
    .catch((error: unknown) => {
      source.changed();
      report(error);
    });
}

async function tellOfHealth({ policies }: App): Promise<void> {
  const { state, notice, hint } = await policies.health();
  if (notice === undefined) return;
  const text = hint === undefined ? notice : `${notice} ${hint}`;
  const recover = state === 'tampered' ? ['Recover…'] : [];
  const chosen = await vscode.window.showWarningMessage(text, ...recover, 'Show Log');
  if (chosen === 'Recover…') await vscode.commands.executeCommand(COMMAND.recover);
  else if (chosen !== undefined) await vscode.commands.executeCommand(COMMAND.showLog);
}

/** Hooks that are gone without the person's doing: an agent that may edit files can take them off. */
async function tellOfLostHosts({ connections }: App): Promise<void> {
  for (const host of await connections.list()) {
    const lost = lostConnection(host);
    if (lost === undefined) continue;
    const again = 'Connect Again…';
    const chosen = await vscode.window.showWarningMessage(lost, again, 'Do Not Tell Again');
    if (chosen === again) await vscode.commands.executeCommand(COMMAND.connectHost, host.host);
    else if (chosen !== undefined) await connections.forget(host.host);
  }
}
