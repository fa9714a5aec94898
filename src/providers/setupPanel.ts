import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import { closeRestoredTabs } from './restoredTabs';
import { SetupConversation, type SetupHost } from './setupConversation';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The page that leads from what ran on this machine to agents that ask. */
export interface Setup extends Disposable {
  open(): Promise<void>;
}

/** Creates the page and registers it for restoring after a reload. */
export function createSetup(host: SetupHost): Setup {
  const title = vscode.l10n.t('Set Up Protection');
  let opened: vscode.WebviewPanel | undefined;

  function adopt(panel: vscode.WebviewPanel): void {
    const conversation = new SetupConversation(
      host,
      (message) => void panel.webview.postMessage(message),
    );
    const refresh = (): void => {
      if (panel.visible) void conversation.refresh();
    };
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((raw: unknown) => void conversation.receive(raw)),
      panel.onDidChangeViewState(refresh),
      host.source.onDidChange(refresh),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      if (opened === panel) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('shield');
    panel.webview.options = webviewOptions(host.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, host.extensionUri, 'setup', title);
    opened = panel;
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.setup, {
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
      await closeRestoredTabs(PANEL.setup);
      adopt(
        vscode.window.createWebviewPanel(
          PANEL.setup,
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
