import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import type { SetupStep } from '../protocol/setup';
import { createPagePanel } from './pagePanel';
import { SetupConversation, type SetupHost } from './setupConversation';

/** The page that leads from what ran on this machine to agents that ask. */
export interface Setup extends Disposable {
  open(): Promise<void>;
  /** Shows in a step what was done. False if the page is not in view. */
  say(step: SetupStep, message: string): boolean;
}

/** Creates the page and registers it for restoring after a reload. */
export function createSetup(host: SetupHost): Setup {
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
  });
  return {
    open: async () => {
      await panel.open();
    },
    say: (step, message) => {
      panel.shown?.say(step, message);
      return panel.shown !== undefined;
    },
    dispose: () => {
      panel.dispose();
    },
  };
}
