import { setTimeout as wait } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import { FromPage, parseDraft, type ToPage } from '../protocol/draft';
import { redactedDraft, type DraftRedaction } from './redactedDraft';

/**
 * Keeps what the user entered in each page until its panel is closed, one draft for each type of panel. VS Code saves
 * the state that a page sets itself only every 5 seconds in a browser and every 60 seconds on a desktop, so a reload or
 * a crash would lose what was typed last. It saves `workspaceState` within a tenth of a second. What is saved there is
 * redacted; a page that is shown again in the same window gets what was typed.
 */
export interface Drafts extends Disposable {
  /** Passes the messages of a page to `receive`, except those about its draft, until the panel is closed. */
  attach(panel: vscode.WebviewPanel, receive: (raw: unknown) => void): void;
  /** The content of a draft, not validated; undefined if there is none. */
  get(viewType: string): unknown;
  /** Called when the window ends: panels that are closed from then on return with it, so their drafts are kept. */
  dispose(): void;
}

/** The least time between two saves of a draft while it is edited, in milliseconds. */
const PAUSE_MS = 100;

/**
 * Creates the drafts of all pages of this window. `memory` is its `workspaceState`. Nothing is saved while `redaction`
 * rejects.
 */
export function createDrafts(
  memory: vscode.Memento,
  redaction: () => Promise<DraftRedaction>,
): Drafts {
  let isEnding = false;
  /** The drafts of the open pages as they were typed in this window. */
  const typed = new Map<string, string>();
  const saving = new Set<string>();
  const key = (viewType: string): string => `draft ${viewType}`;
  const read = (viewType: string): string =>
    typed.get(viewType) ?? memory.get<string>(key(viewType), '');
  /** Saves the draft, and again as long as it has changed meanwhile. */
  const saveLast = async (viewType: string): Promise<void> => {
    const cleaned = await redaction();
    let saved: string | undefined;
    for (let draft = typed.get(viewType); draft !== saved; draft = typed.get(viewType)) {
      const redacted = await redactedDraft(draft ?? '', cleaned);
      // The page may have been closed meanwhile.
      if (!typed.has(viewType)) return;
      await memory.update(key(viewType), redacted);
      await wait(PAUSE_MS);
      saved = draft;
    }
  };
  const save = (viewType: string, draft: string): void => {
    typed.set(viewType, draft);
    if (saving.has(viewType)) return;
    saving.add(viewType);
    saveLast(viewType)
      .catch(() => undefined)
      .finally(() => saving.delete(viewType));
  };
  return {
    attach: (panel, receive) => {
      const { webview, viewType } = panel;
      // An earlier version saved drafts as they were typed.
      const before = read(viewType);
      if (before !== '') save(viewType, before);
      const answer = (message: FromPage): void => {
        if (message.type === 'saveDraft') {
          save(viewType, message.draft);
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
        if (isEnding) return;
        typed.delete(viewType);
        void memory.update(key(viewType), undefined);
      });
    },
    get: (viewType) => parseDraft(read(viewType)),
    dispose: () => {
      isEnding = true;
    },
  };
}
