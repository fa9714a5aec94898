import * as vscode from 'vscode';
import * as z from 'zod';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import { closeLeftovers } from './leftovers';
import { ReviewConversation, type ReviewHost, type ReviewTarget } from './reviewConversation';
import { webviewHtml, webviewOptions } from './webviewHtml';

/** The reviewer: one panel that turns to whatever is opened. */
export interface Reviewer extends Disposable {
  open(target: ReviewTarget): Promise<void>;
}

/** What the page keeps over a reload; the rest of its draft is its own affair. */
const SavedState = z.object({
  kind: z.enum(['suggestion', 'rollback', 'restore']),
  subjectId: z.string().min(1),
});

const TITLE = { suggestion: 'Review', rollback: 'Roll Back', restore: 'Restore' } as const;

interface Opened {
  readonly panel: vscode.WebviewPanel;
  readonly conversation: ReviewConversation;
}

/** Makes the reviewer and lets VS Code bring it back after a reload. */
export function createReviewer(host: ReviewHost): Reviewer {
  let opened: Opened | undefined;

  function adopt(panel: vscode.WebviewPanel, target: ReviewTarget | undefined): Opened {
    const conversation = new ReviewConversation(
      host,
      target,
      (message) => void panel.webview.postMessage(message),
      ({ kind }) => {
        panel.title = TITLE[kind];
      },
    );
    const listening = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((raw: unknown) => void conversation.receive(raw)),
      host.source.onDidChange(() => void conversation.checkStale()),
    );
    const mine = { panel, conversation };
    panel.onDidDispose(() => {
      listening.dispose();
      if (opened === mine) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon('law');
    panel.webview.options = webviewOptions(host.extensionUri);
    panel.webview.html = webviewHtml(panel.webview, host.extensionUri, 'reviewer', 'Review');
    opened = mine;
    return mine;
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL.reviewer, {
    deserializeWebviewPanel: (panel, state: unknown) => {
      const saved = SavedState.safeParse(state);
      adopt(panel, saved.success ? saved.data : undefined);
      return Promise.resolve();
    },
  });

  return {
    open: async (target) => {
      if (opened !== undefined) {
        opened.panel.reveal();
        await opened.conversation.turnTo(target);
        return;
      }
      await closeLeftovers(PANEL.reviewer);
      const panel = vscode.window.createWebviewPanel(
        PANEL.reviewer,
        TITLE[target.kind],
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
