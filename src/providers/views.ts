import * as vscode from 'vscode';
import type { App } from '../app';
import { FORMER_HOSTS_FOCUS, VIEW } from '../contributions';
import { appliedBefore } from '../core/appliedBefore';
import type { Disposable } from '../core/ports';
import { ruleCategories } from '../core/ruleCategories';
import { showNotice } from './dialogs';
import type { ErrorText } from './errorReport';
import { focusView } from './focusView';
import { lastDenials } from './lastDenials';
import { versionNodes } from './nodes/versionNodes';
import { hostNodes } from './nodes/hostNodes';
import { builtInNodes } from './nodes/builtInNodes';
import { ruleNodes } from './nodes/ruleNodes';
import { suggestionNodes } from './nodes/suggestionNodes';
import { pendingCount } from './nodes/terms';
import { createTree, type TreeHost, type TreeSource } from './treeView';

/** Maximum number of versions, and of audit entries, in the Versions view. */
const VERSIONS_LIMIT = 200;

const SUGGESTIONS: TreeSource = {
  view: VIEW.suggestions,
  showsStorageError: true,
  message: readOnlyReason,
  load: async ({ policies }) => {
    const [pending, rules, audit] = await Promise.all([
      policies.listSuggestions('pending'),
      policies.listRules(),
      policies.listAudit(),
    ]);
    return suggestionNodes(pending, rules, appliedBefore(audit));
  },
};

const RULES: TreeSource = {
  view: VIEW.rules,
  load: async (app) => {
    const [rules, hits, versions] = await Promise.all([
      app.policies.listRules(),
      app.ruleHits(),
      app.policies.listVersions(),
    ]);
    // If the policy has no rules, the view shows its welcome text.
    const own = ruleNodes(rules, hits, ruleCategories(versions));
    return own.length === 0 ? own : [...own, ...builtInNodes()];
  },
};

const AGENTS: TreeSource = {
  view: VIEW.agents,
  load: async (app) => {
    const [hosts, agents] = await Promise.all([app.connections.list(), app.agents.list()]);
    return hostNodes(hosts, agents, {
      isStale: (agent) => app.isStale(agent),
      denials: await lastDenials(app, agents),
    });
  },
};

const VERSIONS: TreeSource = {
  view: VIEW.versions,
  load: async ({ policies }) => {
    const [versions, audit, suggestions] = await Promise.all([
      policies.listVersions(),
      policies.listAudit(),
      policies.listSuggestions(),
    ]);
    return versionNodes({ versions, audit, suggestions }, VERSIONS_LIMIT, Date.now());
  },
};

/** The tree views. */
export interface Views extends Disposable {
  /** Selects a rule in the Rules view, or shows a message if it is no longer in force. */
  readonly showRule: (ruleId: string) => Promise<void>;
}

/**
 * Why the policy is read-only, if it is. Unlike the notification at startup, this stays visible.
 */
async function readOnlyReason({ policies }: App): Promise<ErrorText | undefined> {
  const {
    state,
    notice = vscode.l10n.t('The policy is read-only.'),
    hint,
  } = await policies.health();
  switch (state) {
    case 'good':
    case 'recovered':
      return undefined;
    case 'read-only':
    case 'unapproved':
      return hint === undefined ? { message: notice } : { message: notice, hint };
    case 'tampered':
      // The full notice lists files and would not fit.
      return {
        message: vscode.l10n.t('The policy file failed its integrity check and is read-only.'),
        hint: vscode.l10n.t(
          'Run “Rulewright: Recover Policy…” to see the copy that can be restored.',
        ),
      };
  }
}

/** Creates the tree views. The badge of Suggestions is the number of pending ones. */
export function createViews(host: TreeHost): Views {
  const suggestions = createTree(host, SUGGESTIONS);
  const rules = createTree(host, RULES);
  const badge = host.source.onDidChange(() => {
    void host.source.shown().then(showBadge, () => {
      // The tree shows why the storage cannot be read.
      suggestions.tree.badge = undefined;
    });
  });
  async function showBadge(app: App): Promise<void> {
    const { length } = await app.policies.listSuggestions('pending');
    suggestions.tree.badge =
      length === 0 ? undefined : { value: length, tooltip: pendingCount(length) };
  }
  const all = vscode.Disposable.from(
    suggestions,
    badge,
    rules,
    createTree(host, AGENTS),
    vscode.commands.registerCommand(FORMER_HOSTS_FOCUS, () => focusView(VIEW.agents)),
    createTree(host, VERSIONS),
  );
  return {
    showRule: async (ruleId) => {
      if (await rules.reveal(ruleId)) return;
      await focusView(VIEW.rules);
      void showNotice('info', vscode.l10n.t('This rule is no longer in force.'));
    },
    dispose: () => {
      all.dispose();
    },
  };
}
