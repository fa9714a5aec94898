import * as vscode from 'vscode';
import { COMMAND, CONTEXT, type ContextKey } from '../contributions';
import type { AppSource } from './appSource';
import { lostConnection } from './nodes/hostNodes';
import { counted, joined } from './nodes/words';
import { currentSettings, onDidChangeSettings } from './settingsReader';

/** The status bar item (what waits, whether terminals are recorded) and the keys that `when` clauses ask for. */
export function createStatus(source: AppSource): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'rulewright.status',
    vscode.StatusBarAlignment.Left,
  );
  item.name = 'Rulewright';
  item.command = COMMAND.openDashboard;
  item.show();
  show(item, NONE);
  const refresh = (): void => {
    void look(source).then((facts) => {
      show(item, facts);
    });
  };
  return vscode.Disposable.from(item, source.onDidChange(refresh), onDidChangeSettings(refresh));
}

interface Facts {
  readonly pending: number;
  readonly rules: number;
  readonly blocked: number;
  readonly failed: boolean;
  /** Whether the policy can be read but not changed. */
  readonly unchangeable: boolean;
  /** What is wrong with the agent hosts that were connected. */
  readonly lost: readonly string[];
}

const NONE: Facts = {
  pending: 0,
  rules: 0,
  blocked: 0,
  failed: false,
  unchangeable: false,
  lost: [],
};

async function look(source: AppSource): Promise<Facts> {
  try {
    const { policies, agents, history, connections } = await source.shown();
    const [pending, rules, registered, newest, { state }, hosts] = await Promise.all([
      policies.listSuggestions('pending'),
      policies.listRules(),
      agents.list(),
      history.recent(1),
      policies.health(),
      connections.list(),
    ]);
    setContext(CONTEXT.hasHistory, newest.length > 0);
    setContext(CONTEXT.failed, false);
    setContext(CONTEXT.ready, true);
    const blocked = registered.filter(({ status }) => status === 'blocked').length;
    const unchangeable = state === 'read-only' || state === 'tampered';
    const lost = hosts.flatMap((host) => lostConnection(host) ?? []);
    return {
      pending: pending.length,
      rules: rules.length,
      blocked,
      failed: false,
      unchangeable,
      lost,
    };
  } catch {
    // Whoever opened the storage reported why; here it only shows.
    setContext(CONTEXT.failed, true);
    return { ...NONE, failed: true };
  }
}

function show(item: vscode.StatusBarItem, facts: Facts): void {
  const { pending, rules, blocked, failed, unchangeable, lost } = facts;
  const { record } = currentSettings();
  setContext(CONTEXT.recording, record);
  const isWrong = failed || unchangeable || lost.length > 0;
  const icon = isWrong ? '$(warning)' : record ? '$(record)' : '$(law)';
  item.text = joined([`${icon} Rulewright`, pending > 0 ? String(pending) : undefined], ' ');
  const recording = record ? 'Terminals are recorded' : 'Terminals are not recorded';
  item.tooltip = failed
    ? 'Rulewright cannot read its storage. Run “Rulewright: Show Log”.'
    : joined(
        [
          unchangeable
            ? 'The policy cannot be changed now: the Suggestions view says why'
            : undefined,
          ...lost,
          `${counted(pending, 'suggestion waits', 'suggestions wait')} for review`,
          `${counted(rules, 'rule')} in force`,
          blocked > 0 ? `${counted(blocked, 'agent is', 'agents are')} blocked` : undefined,
          recording,
        ],
        '\n',
      );
  item.accessibilityInformation = { label: item.tooltip.replaceAll('\n', ', ') };
}

function setContext(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
