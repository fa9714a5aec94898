import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import { asksGuard, type HostConnection } from '../core/agentHost';
import type { AppSource } from './appSource';
import type { ErrorReport } from './errorReport';
import { lostConnection } from './nodes/hostNodes';

/** Opens the storage without keeping activation waiting, and says so where it is not in full health. */
export function startUp(source: AppSource, report: ErrorReport): void {
  source
    .get()
    .then(async (app) => {
      source.changed();
      await Promise.all([tellOfHealth(app), watchHosts(app)]);
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

/** Tells once of each host that stopped asking, without the person's doing: now, and whenever it happens. */
function watchHosts(app: App): Promise<void> {
  app.connections.onDidChange(({ before, after }) => {
    const asked = new Set(before.filter(({ state }) => asksGuard(state)).map(({ host }) => host));
    void tellOfLostHosts(
      app,
      after.filter(({ host }) => asked.has(host)),
    );
  });
  return app.connections.list().then((hosts) => tellOfLostHosts(app, hosts));
}

async function tellOfLostHosts(
  { connections }: App,
  hosts: readonly HostConnection[],
): Promise<void> {
  for (const host of hosts) {
    const lost = lostConnection(host);
    if (lost === undefined) continue;
    const again = vscode.l10n.t('Connect Again…');
    const leave = vscode.l10n.t('Do Not Tell Again');
    const chosen = await vscode.window.showWarningMessage(lost, again, leave);
    if (chosen === again) await vscode.commands.executeCommand(COMMAND.connectHost, host.host);
    else if (chosen !== undefined) await connections.forget(host.host);
  }
}
