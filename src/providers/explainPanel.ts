import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import type { Disposable } from '../core/ports';
import { MAX_COMMAND } from '../protocol/explain';
import { ExplainConversation, type ExplainHost, type ExplainSubject } from './explainConversation';
import type { Drafts } from './drafts';
import { createPagePanel } from './pagePanel';

/** The page that explains which rules decide a command, and why. */
export interface ExplainPage extends Disposable {
  /**
   * Opens the page with a command or with its last subject. Throws `invalid-input` for commands longer than hosts send.
   */
  open(subject?: ExplainSubject): Promise<void>;
}

/** Creates the page and registers it for restoring after a reload. */
export function createExplain(host: ExplainHost & { readonly drafts: Drafts }): ExplainPage {
  const panel = createPagePanel({
    ...host,
    panel: PANEL.explain,
    page: 'explain',
    title: vscode.l10n.t('Explain Command'),
    icon: 'shield',
    converse: (post) => new ExplainConversation(host, post),
    refresh: (conversation, isVisible) => {
      if (isVisible) void conversation.refresh();
      else conversation.hide();
    },
    close: (conversation) => {
      conversation.close();
    },
  });

  return {
    open: async (subject) => {
      if (subject !== undefined && subject.command.length > MAX_COMMAND) {
        throw new RulewrightError(
          'invalid-input',
          vscode.l10n.t(
            'The command has {0} characters; at most {1} can be explained.',
            formatCount(subject.command.length),
            formatCount(MAX_COMMAND),
          ),
          { hint: vscode.l10n.t('Explain a part of it.') },
        );
      }
      const conversation = await panel.open();
      if (subject !== undefined) conversation.show(subject);
    },
    dispose: () => {
      panel.dispose();
    },
  };
}
