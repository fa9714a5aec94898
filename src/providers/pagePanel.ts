import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import type { AppSource } from './appSource';
import type { Drafts } from './drafts';
import { closeRestoredTabs } from './restoredTabs';
import { webviewHtml, webviewOptions, type Page } from './webviewHtml';

/** The message exchange with a page. Webview messages are untrusted: each is parsed. */
interface Conversation {
  receive(raw: unknown): Promise<void>;
}

/** A page with at most one panel. */
export interface PageOptions<Message, C extends Conversation> {
  readonly extensionUri: vscode.Uri;
  readonly source: AppSource;
  readonly drafts: Drafts;
  /** The type of the panel in VS Code. */
  readonly panel: string;
  readonly page: Page;
  readonly title: string;
  /** The name of a codicon. */
  readonly icon: string;
  converse(post: (message: Message) => void): C;
  /** Called when the app's data changed, and when the page is shown or hidden. */
  refresh(conversation: C, isVisible: boolean): void;
  /** Registers additional listeners while the page is open. */
  listen?(conversation: C): Disposable;
  /** Called when the page is closed. */
  close?(conversation: C): void;
}

/** The panel of a page. */
export interface PagePanel<C> extends Disposable {
  /** Opens the page, or brings it to the front. */
  open(): Promise<C>;
  /** The exchange with the page while it is visible. */
  readonly shown: C | undefined;
}

/** Creates the panel and registers it for restoring after a reload. */
export function createPagePanel<Message, C extends Conversation>(
  options: PageOptions<Message, C>,
): PagePanel<C> {
  const { extensionUri, source, drafts, title } = options;
  let opened: { panel: vscode.WebviewPanel; conversation: C } | undefined;

  function adopt(panel: vscode.WebviewPanel): C {
    // The panel itself cannot be asked for it once it is closed.
    const { webview } = panel;
    const conversation = options.converse((message) => void webview.postMessage(message));
    const refresh = (): void => {
      options.refresh(conversation, panel.visible);
    };
    const listening = vscode.Disposable.from(
      panel.onDidChangeViewState(refresh),
      source.onDidChange(refresh),
      ...(options.listen === undefined ? [] : [options.listen(conversation)]),
    );
    drafts.attach(panel, (raw) => void conversation.receive(raw));
    panel.onDidDispose(() => {
      listening.dispose();
      options.close?.(conversation);
      if (opened?.panel === panel) opened = undefined;
    });
    panel.iconPath = new vscode.ThemeIcon(options.icon);
    webview.options = webviewOptions(extensionUri);
    webview.html = webviewHtml(webview, extensionUri, options.page, title);
    opened = { panel, conversation };
    return conversation;
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(options.panel, {
    deserializeWebviewPanel: (panel) => {
      adopt(panel);
      return Promise.resolve();
    },
  });

  return {
    open: async () => {
      if (opened !== undefined) {
        opened.panel.reveal();
        return opened.conversation;
      }
      await closeRestoredTabs(options.panel);
      const webview = webviewOptions(extensionUri);
      const column = vscode.ViewColumn.Active;
      return adopt(vscode.window.createWebviewPanel(options.panel, title, column, webview));
    },
    get shown() {
      return opened?.panel.visible === true ? opened.conversation : undefined;
    },
    dispose: () => {
      serializer.dispose();
      opened?.panel.dispose();
    },
  };
}
