import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import type { SetupStep } from '../protocol/setup';
import type { Drafts } from './drafts';
import { createPagePanel } from './pagePanel';
import { SetupConversation, type SetupHost } from './setupConversation';

/** The setup page, which leads from the histories on this machine to connected agents. */
export interface Setup extends Disposable {
  open(): Promise<void>;
  /** Opens the page and asks the user on it, as `SetupConversation.ask`. */
  ask(text: string, detail: string): Promise<boolean>;
  /** Shows the result of an action in a step. False if the page is not visible. */
  showMessage(step: SetupStep, message: string): boolean;
}

/** Creates the page and registers it for restoring after a reload. */
export function createSetup(host: SetupHost & { readonly drafts: Drafts }): Setup {
  const panel = createPagePanel({
    ...host,
    panel: PANEL.setup,
    page: 'setup',
    title: vscode.l10n.t('Set Up Protection'),
    icon: 'shield',
    converse: (post) => new SetupConversation(host, post),
    refresh: (conversation, isVisible) => {
      if (isVisible) void conversation.refresh();
    },
    close: (conversation) => {
      conversation.close();
    },
  });
  return {
    open: async () => {
      await panel.open();
    },
    ask: async (text, detail) => (await panel.open()).ask(text, detail),
    showMessage: (step, message) => {
      panel.shown?.showMessage(step, message);
      return panel.shown !== undefined;
    },
    dispose: () => {
      panel.dispose();
    },
  };
}
