import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import { RulewrightError } from '../core/errors';
import type { Disposable } from '../core/ports';
import { MAX_COMMAND } from '../protocol/explain';
import { ExplainConversation, type ExplainHost, type ExplainSubject } from './explainConversation';
import { closeRestoredTabs } from './restoredTabs';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The page that explains which rules decide a command, and why. */
export interface ExplainPage extends Disposable {
  /** Opens it, with a command or with what it showed last. Throws `invalid-input` for commands that no host sends. */
  open(subject?: ExplainSubject): Promise<void>;
}

/** Creates the page and registers it for restoring after a reload. */
export function createExplain(host: ExplainHost): ExplainPage {
  const title = vscode.l10n.t('Explain Command');
  let opened: { panel: vscode.WebviewPanel; conversation: ExplainConversation } | undefined;

  function adopt(panel: vscode.WebviewPanel): ExplainConversation {
    const conversation = new ExplainConversation(
      host,
      (message) => void panel.webview.postMessage(message),
    );
    const refresh = (): void => {
      if (panel.visible) void conversation.refresh();
      else conversation.hide();
    };
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((raw: unknown) => void conversation.receive(raw)),
      panel.onDidChangeViewState(refresh),
      host.source.onDidChange(refresh),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      conversation.close();
      if (opened?.panel === panel) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('law');
    panel.webview.options = webviewOptions(host.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, host.extensionUri, 'explain', title);
    opened = { panel, conversation };
    return conversation;
  }

  async function open(): Promise<ExplainConversation> {
    if (opened !== undefined) {
      opened.panel.reveal();
      return opened.conversation;
    }
    await closeRestoredTabs(PANEL.explain);
    return adopt(
      vscode.window.createWebviewPanel(
        PANEL.explain,
        title,
        vscode.ViewColumn.Active,
        webviewOptions(host.extensionUri),
      ),
    );
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.explain, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });

  return {
    open: async (subject) => {
      if (subject !== undefined && subject.command.length > MAX_COMMAND) {
        throw new RulewrightError(
          'invalid-input',
          vscode.l10n.t(
            'The command has {0} characters; at most {1} can be explained.',
            subject.command.length,
            MAX_COMMAND,
          ),
          { hint: vscode.l10n.t('Explain a part of it.') },
        );
      }
      const conversation = await open();
      if (subject !== undefined) conversation.show(subject);
    },
    dispose: () => {
      serializer.dispose();
      opened?.panel.dispose();
    },
  };
}
