import * as vscode from 'vscode';
import { PANEL } from '../contributions';
import type { Disposable } from '../core/ports';
import { DashboardConversation, type DashboardHost } from './dashboardConversation';
import { agentOfSession } from './dashboardStates';
import type { Drafts } from './drafts';
import { createPagePanel } from './pagePanel';

/** The dashboard: history, labels, model and agents in one panel. */
export interface Dashboard extends Disposable {
  open(): Promise<void>;
  /** Opens it with the label queue. */
  showQueue(): Promise<void>;
  /** Opens it with the commands of an agent's session. */
  showSession(agentId: string): Promise<void>;
}

/** Creates the dashboard and registers it for restoring after a reload. */
export function createDashboard(host: DashboardHost & { readonly drafts: Drafts }): Dashboard {
  const panel = createPagePanel({
    ...host,
    panel: PANEL.dashboard,
    page: 'dashboard',
    title: vscode.l10n.t('Rulewright Dashboard'),
    icon: 'shield',
    converse: (post) => new DashboardConversation(host, post),
    refresh: (conversation, isVisible) => {
      if (isVisible) void conversation.changed();
    },
    listen: (conversation) => host.runs.onDidChange(() => void conversation.model()),
  });
  return {
    open: async () => {
      await panel.open();
    },
    showQueue: async () => {
      (await panel.open()).showQueue();
    },
    showSession: async (agentId) => {
      const agent = await agentOfSession(await host.source.get(), agentId);
      const conversation = await panel.open();
      await conversation.showSession(agent);
    },
    dispose: () => {
      panel.dispose();
    },
  };
}
