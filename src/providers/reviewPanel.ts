import * as vscode from 'vscode';
import * as z from 'zod';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import type { Drafts } from './drafts';
import { closeRestoredTabs } from './restoredTabs';
import { ReviewConversation, type ReviewHost, type ReviewTarget } from './reviewConversation';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The reviewer: a single panel, which shows the subject opened last. */
export interface Reviewer extends Disposable {
  open(target: ReviewTarget): Promise<void>;
}

/** The part of the page's draft that the extension needs after a reload. */
const SavedState = z.object({
  kind: z.enum(['suggestion', 'joint', 'rollback', 'restore']),
  subjectId: z.string().min(1),
  from: z.literal('setup').optional(),
});

interface Opened {
  readonly panel: vscode.WebviewPanel;
  readonly conversation: ReviewConversation;
}

/** Creates the reviewer and registers it for restoring after a reload. */
export function createReviewer(host: ReviewHost & { readonly drafts: Drafts }): Reviewer {
  const { drafts } = host;
  let opened: Opened | undefined;

  function adopt(panel: vscode.WebviewPanel, target: ReviewTarget | undefined): Opened {
    // The panel itself cannot be asked for it once it is closed.
    const { webview } = panel;
    const conversation = new ReviewConversation(
      host,
      target,
      (message) => void webview.postMessage(message),
      ({ kind }) => {
        panel.title = title(kind);
      },
    );
    const listening = host.source.onDidChange(() => void conversation.checkStale());
    const own = { panel, conversation };
    drafts.attach(panel, (raw) => void conversation.receive(raw));
    panel.onDidDispose(() => {
      listening.dispose();
      conversation.dispose();
      if (opened === own) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('shield');
    webview.options = webviewOptions(host.extensionUri);
    webview.html = webviewHtml(webview, host.extensionUri, 'reviewer', title('suggestion'));
    conversation.prepare();
    opened = own;
    return own;
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.reviewer, {
    deserializeWebviewPanel: (panel) => {
      const saved = SavedState.safeParse(drafts.get(PANEL.reviewer));
      adopt(panel, saved.success ? saved.data : undefined);
      return Promise.resolve();
    },
  });

  return {
    open: async (target) => {
      if (opened !== undefined) {
        opened.panel.reveal();
        await opened.conversation.switchTo(target);
        return;
      }
      await closeRestoredTabs(PANEL.reviewer);
      const panel = vscode.window.createWebviewPanel(
        PANEL.reviewer,
        title(target.kind),
        vscode.ViewColumn.Active,
        webviewOptions(host.extensionUri),
      );
      adopt(panel, target);
    },
    dispose: () => {
      serializer.dispose();
      opened?.panel.dispose();
    },
  };
}

function title(kind: ReviewTarget['kind']): string {
  switch (kind) {
    case 'suggestion':
      return vscode.l10n.t('Review');
    case 'joint':
      return vscode.l10n.t('Review All');
    case 'rollback':
      return vscode.l10n.t('Roll Back');
    case 'restore':
      return vscode.l10n.t('Restore');
  }
}
