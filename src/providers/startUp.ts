import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import type { RestoredHooks } from '../core/agentHost';
import type { PolicyDifference } from '../core/foreignPolicy';
import { restoredText } from '../core/hostStateText';
import type { AppSource } from './appSource';
import { showNotice } from './dialogs';
import type { ErrorReport } from './errorReport';
import { watchLostHosts, type WarnedPerson } from './lostHosts';
import type { Documents } from './virtualDocuments';

/** Opens the storage without delaying activation, and warns about problems of the policy or a connected host. */
export function startUp(source: AppSource, report: ErrorReport): void {
  source
    .get()
    .then(async (app) => {
      source.changed();
      await Promise.all([warnOfHealth(app), watchHosts(app, report)]);
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
  const buttonsByState = {
    tampered: [recover],
    unapproved: [approve],
    good: [],
    recovered: [],
    'read-only': [],
  };
  const buttons = [...buttonsByState[state], showLog];
  const chosen = await showNotice('warning', text, ...buttons);
  if (chosen === recover) await vscode.commands.executeCommand(COMMAND.recover);
  else if (chosen === approve) await vscode.commands.executeCommand(COMMAND.approveHistory);
  else if (chosen !== undefined) await vscode.commands.executeCommand(COMMAND.showLog);
}

/** Warns about hosts that stopped calling the guard. */
function watchHosts({ connections }: App, report: ErrorReport): Promise<void> {
  const again = vscode.l10n.t('Connect Again…');
  const ignore = vscode.l10n.t("Don't Warn Again");
  const person: WarnedPerson = {
    warn: async (text) => {
      const chosen = await showNotice('warning', text, again, ignore);
      if (chosen === undefined) return undefined;
      return chosen === again ? 'connect' : 'ignore';
    },
    connect: (host) => vscode.commands.executeCommand(COMMAND.connectHost, host),
  };
  return watchLostHosts(connections, person, report);
}

/** Warns that hooks were restored, and offers to disconnect the host instead. */
export async function warnOfRestoredHooks(found: RestoredHooks): Promise<void> {
  const { host, name, path, movedTo } = found;
  const disconnect = vscode.l10n.t('Disconnect Instead…');
  const show = vscode.l10n.t('Show Difference');
  const buttons = [disconnect, ...(movedTo === undefined ? [] : [show])];
  const chosen = await showNotice('warning', restoredText(found), ...buttons);
  if (chosen === disconnect) {
    await vscode.commands.executeCommand(COMMAND.disconnectHost, host);
  } else if (chosen === show && movedTo !== undefined) {
    const title = vscode.l10n.t('Hooks of {0}: as found, and as written again', name);
    const sides = [movedTo, path].map((file) => vscode.Uri.file(file));
    await vscode.commands.executeCommand('vscode.diff', ...sides, title);
  }
}

/** Warns that another program changed a file and that it was repaired, and offers to show a changed policy. */
export async function warnOfTampering(
  text: string,
  difference: PolicyDifference | undefined,
  documents: Documents,
): Promise<void> {
  const show = vscode.l10n.t('Show Difference');
  const chosen = await showNotice('warning', text, ...(difference === undefined ? [] : [show]));
  if (chosen === undefined || difference === undefined) return;
  const title = vscode.l10n.t('Published policy: in force, and as found');
  await documents.compare({ name: 'published-policy', title, ...difference });
}
