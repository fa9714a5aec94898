import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import { DashboardConversation, type DashboardHost } from './dashboardConversation';
import { agentOfSession } from './dashboardStates';
import { closeRestoredTabs } from './restoredTabs';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The dashboard: history, labels, model and agents in one panel. */
export interface Dashboard extends Disposable {
  open(): Promise<void>;
  /** Opens it with the commands of an agent's session. */
  showSession(agentId: string): Promise<void>;
}

/** Creates the dashboard and registers it for restoring after a reload. */
export function createDashboard(host: DashboardHost): Dashboard {
  const title = vscode.l10n.t('Rulewright Dashboard');
  let opened: { panel: vscode.WebviewPanel; conversation: DashboardConversation } | undefined;

  function adopt(panel: vscode.WebviewPanel): DashboardConversation {
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
      if (opened?.panel === panel) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('law');
    panel.webview.options = webviewOptions(host.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, host.extensionUri, 'dashboard', title);
    opened = { panel, conversation };
    return conversation;
  }

  async function open(): Promise<DashboardConversation> {
    if (opened !== undefined) {
      opened.panel.reveal();
      return opened.conversation;
    }
    await closeRestoredTabs(PANEL.dashboard);
    return adopt(
      vscode.window.createWebviewPanel(
        PANEL.dashboard,
        title,
        vscode.ViewColumn.Active,
        webviewOptions(host.extensionUri),
      ),
    );
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.dashboard, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });

  return {
    open: async () => {
      await open();
    },
    showSession: async (agentId) => {
      const agent = await agentOfSession(await host.source.get(), agentId);
      const conversation = await open();
      await conversation.showSession(agent);
    },
    dispose: () => {
      serializer.dispose();
      opened?.panel.dispose();
    },
  };
}
