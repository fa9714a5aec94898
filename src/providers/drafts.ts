import type * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import { FromPage, parseDraft, type ToPage } from '../protocol/draft';

/**
 * Keeps what the user entered in each page until its panel is closed, one draft for each type of panel. VS Code saves
 * the state that a page sets itself only every 5 seconds in a browser and every 60 seconds on a desktop, so a reload or
 * a crash would lose what was typed last. It saves `workspaceState` within a tenth of a second.
 */
export interface Drafts extends Disposable {
  /** Passes the messages of a page to `receive`, except those about its draft, until the panel is closed. */
  attach(panel: vscode.WebviewPanel, receive: (raw: unknown) => void): void;
  /** The content of a draft, not validated; undefined if there is none. */
  get(viewType: string): unknown;
  /** Called when the window ends: panels that are closed from then on return with it, so their drafts are kept. */
  dispose(): void;
}

/** Creates the drafts of all pages of this window. `memory` is its `workspaceState`. */
export function createDrafts(memory: vscode.Memento): Drafts {
  let isEnding = false;
  const key = (viewType: string): string => `draft ${viewType}`;
  const read = (viewType: string): string => memory.get<string>(key(viewType), '');
  return {
    attach: (panel, receive) => {
      const { webview, viewType } = panel;
      const answer = (message: FromPage): void => {
        if (message.type === 'saveDraft') {
          void memory.update(key(viewType), message.draft);
          return;
        }
        const loaded: ToPage = { type: 'draft', draft: read(viewType) };
        void webview.postMessage(loaded);
      };
      const listening = webview.onDidReceiveMessage((raw: unknown) => {
        const own = FromPage.safeParse(raw);
        if (own.success) answer(own.data);
        else receive(raw);
      });
      panel.onDidDispose(() => {
        listening.dispose();
        if (!isEnding) void memory.update(key(viewType), undefined);
      });
    },
    get: (viewType) => parseDraft(read(viewType)),
    dispose: () => {
      isEnding = true;
    },
  };
}
