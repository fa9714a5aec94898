import * as vscode from 'vscode';
import type { App } from '../app';
import { VIEW } from '../contributions';
import type { Disposable } from '../core/ports';
import type { ErrorText } from './errorReport';
import { agentNodes } from './nodes/agentNodes';
import { historyNodes } from './nodes/historyNodes';
import { hostNodes } from './nodes/hostNodes';
import { ruleNodes } from './nodes/ruleNodes';
import { suggestionNodes } from './nodes/suggestionNodes';
import { counted } from './nodes/words';
import { createTree, type TreeHost, type TreeSource } from './treeView';

/** Versions, audit entries and commands that the History view shows of each; the dashboard shows more. */
const SHOWN = 200;

const SUGGESTIONS: TreeSource = {
  view: VIEW.suggestions,
  leads: true,
  message: whyUnchangeable,
  load: async ({ policies }) => {
    const [pending, rules] = await Promise.all([
      policies.listSuggestions('pending'),
      policies.listRules(),
    ]);
    return suggestionNodes(pending, rules);
  },
};

const RULES: TreeSource = {
  view: VIEW.rules,
  load: async (app) => {
    const [rules, hits] = await Promise.all([app.policies.listRules(), app.history.ruleHits()]);
    return ruleNodes(rules, hits);
  },
};

const AGENTS: TreeSource = {
  view: VIEW.agents,
  load: async (app) => agentNodes(await app.agents.list(), (agent) => app.isStale(agent)),
};

const HOSTS: TreeSource = {
  view: VIEW.hosts,
  load: async (app) => hostNodes(await app.connections.list()),
};

const HISTORY: TreeSource = {
  view: VIEW.history,
  load: async (app) => {
    const [versions, audit, suggestions, events, { total }] = await Promise.all([
      app.policies.listVersions(),
      app.policies.listAudit(),
      app.policies.listSuggestions(),
      app.history.recent(SHOWN),
      app.history.summary(),
    ]);
    return historyNodes({ versions, audit, suggestions, events, eventsInAll: total }, SHOWN);
  },
};

/** The tree views, for whoever wants to show something in them. */
export interface Views extends Disposable {
  /** Selects a rule in the Rules view; says so where it is no longer in force. */
  readonly showRule: (ruleId: string) => Promise<void>;
}

/** Why no suggestion can be applied now, if so. A message tells it once; this stays. */
async function whyUnchangeable({ policies }: App): Promise<ErrorText | undefined> {
  const {
    state,
    notice = 'The policy can be read but not changed.',
    hint,
  } = await policies.health();
  switch (state) {
    case 'good':
    case 'recovered':
      return undefined;
    case 'read-only':
      return hint === undefined ? { message: notice } : { message: notice, hint };
    case 'tampered':
      // Its notice names files and would fill the view.
      return {
        message: 'The policy file failed its integrity check and is read-only.',
        hint: 'Run “Rulewright: Recover Policy…”: it shows what is offered instead.',
      };
  }
}

/** Makes the tree views; the one of suggestions carries the number that waits. */
export function createViews(host: TreeHost): Views {
  const suggestions = createTree(host, SUGGESTIONS);
  const rules = createTree(host, RULES);
  const badge = host.source.onDidChange(() => {
    void host.source.shown().then(showBadge, () => {
      // The tree itself shows why the storage cannot be read.
      suggestions.tree.badge = undefined;
    });
  });
  async function showBadge(app: App): Promise<void> {
    const { length } = await app.policies.listSuggestions('pending');
    const tooltip = `${counted(length, 'suggestion waits', 'suggestions wait')} for review`;
    suggestions.tree.badge = length === 0 ? undefined : { value: length, tooltip };
  }
  const all = vscode.Disposable.from(
    suggestions,
    badge,
    rules,
    createTree(host, AGENTS),
    createTree(host, HOSTS),
    createTree(host, HISTORY),
  );
  return {
    showRule: async (ruleId) => {
      if (await rules.reveal(ruleId)) return;
      await vscode.commands.executeCommand(`${VIEW.rules}.focus`);
      void vscode.window.showInformationMessage('This rule is not in force any more.');
    },
    dispose: () => {
      all.dispose();
    },
  };
}
