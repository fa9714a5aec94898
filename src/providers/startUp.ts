import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import { asksGuard, type HostConnection } from '../core/agentHost';
import type { AppSource } from './appSource';
import type { ErrorReport } from './errorReport';
import { lostConnection } from './nodes/hostNodes';

/** Opens the storage without delaying activation, and shows a warning if the policy or a connected host has a fault. */
export function startUp(source: AppSource, report: ErrorReport): void {
  source
    .get()
    .then(async (app) => {
      source.changed();
      await Promise.all([warnOfHealth(app), watchHosts(app)]);
    })
    .catch((error: unknown) => {
      source.changed();
      report(error);
    });
}

async function warnOfHealth({ policies }: App): Promise<void> {
  const { state, notice, hint } = await policies.health();
  if (notice === undefined) return;
  const text = hint === undefined ? notice : `${notice} ${hint}`;
  const recover = vscode.l10n.t('Recover…');
  const showLog = vscode.l10n.t('Show Log');
  const approve = vscode.l10n.t('Approve This History…');
  const cure = {
    tampered: [recover],
    unapproved: [approve],
    good: [],
    recovered: [],
    'read-only': [],
  };
  const buttons = [...cure[state], showLog];
  const chosen = await vscode.window.showWarningMessage(text, ...buttons);
  if (chosen === recover) await vscode.commands.executeCommand(COMMAND.recover);
  else if (chosen === approve) await vscode.commands.executeCommand(COMMAND.approveHistory);
  else if (chosen !== undefined) await vscode.commands.executeCommand(COMMAND.showLog);
}

/** Warns once of each host that stopped asking without the user's doing: at start and whenever it happens. */
function watchHosts(app: App): Promise<void> {
  app.connections.onDidChange(({ before, after }) => {
    const asked = new Set(before.filter(({ state }) => asksGuard(state)).map(({ host }) => host));
    void warnOfLostHosts(
      app,
      after.filter(({ host }) => asked.has(host)),
    );
  });
  return app.connections.list().then((hosts) => warnOfLostHosts(app, hosts));
}

/** Warns of hooks that the user did not remove: an agent with write access to the hook file can remove them. */
async function warnOfLostHosts(
  { connections }: App,
  hosts: readonly HostConnection[],
): Promise<void> {
  for (const host of hosts) {
    const lost = lostConnection(host);
    if (lost === undefined) continue;
    const again = vscode.l10n.t('Connect Again…');
    const ignore = vscode.l10n.t("Don't Warn Again");
    const chosen = await vscode.window.showWarningMessage(lost, again, ignore);
    if (chosen === again) await vscode.commands.executeCommand(COMMAND.connectHost, host.host);
    else if (chosen !== undefined) await connections.forget(host.host);
  }
}

/** Says once what another program changed, and that it was repaired. */
export function warnOfTampering(text: string): void {
  void vscode.window.showWarningMessage(text);
}
