import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import { DashboardConversation, type DashboardHost } from './dashboardConversation';
import { closeRestoredTabs } from './restoredTabs';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The dashboard: history, labels, model and agents in one panel. */
export interface Dashboard extends Disposable {
  open(): Promise<void>;
}

/** Creates the dashboard and registers it for restoring after a reload. */
export function createDashboard(host: DashboardHost): Dashboard {
  const title = vscode.l10n.t('Rulewright Dashboard');
  let opened: vscode.WebviewPanel | undefined;

  function adopt(panel: vscode.WebviewPanel): void {
    const conversation = new DashboardConversation(
      host,
      (message) => void panel.webview.postMessage(message),
    );
    const refresh = (): void => {
      if (panel.visible) void conversation.changed();
    };
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((raw: unknown) => void conversation.receive(raw)),
      panel.onDidChangeViewState(refresh),
      host.source.onDidChange(refresh),
      host.runs.onDidChange(() => void conversation.model()),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      if (opened === panel) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('law');
    panel.webview.options = webviewOptions(host.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, host.extensionUri, 'dashboard', title);
    opened = panel;
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.dashboard, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });

  return {
    open: async () => {
      if (opened !== undefined) {
        opened.reveal();
        return;
      }
      await closeRestoredTabs(PANEL.dashboard);
      adopt(
        vscode.window.createWebviewPanel(
          PANEL.dashboard,
          title,
          vscode.ViewColumn.Active,
          webviewOptions(host.extensionUri),
        ),
      );
    },
    dispose: () => {
      serializer.dispose();
      opened?.dispose();
    },
  };
}
