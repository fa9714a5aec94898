import * as vscode from 'vscode';
import { COMMAND, CONTEXT, type ContextKey } from '../contributions';
import type { AppSource } from './appSource';
import { lostConnection } from './nodes/hostNodes';
import { blockedCount, pendingCount, ruleCount } from './nodes/terms';
import { joined } from './nodes/nodeTexts';
import { plainLine } from './plainText';
import { currentSettings, onDidChangeSettings } from './settingsReader';

/** The status bar item (pending suggestions, recording) and the context keys of `when` clauses. */
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
    void readFacts(source).then((facts) => {
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
  readonly isReadOnly: boolean;
  /** Problems of connected agent hosts. */
  readonly lost: readonly string[];
}

const NONE: Facts = {
  pending: 0,
  rules: 0,
  blocked: 0,
  failed: false,
  isReadOnly: false,
  lost: [],
};

async function readFacts(source: AppSource): Promise<Facts> {
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
    const isReadOnly = state === 'read-only' || state === 'tampered';
    const lost = hosts.flatMap((host) => lostConnection(host) ?? []);
    return {
      pending: pending.length,
      rules: rules.length,
      blocked,
      failed: false,
      isReadOnly,
      lost,
    };
  } catch {
    // The reason was reported when opening the storage.
    setContext(CONTEXT.failed, true);
    return { ...NONE, failed: true };
  }
}

function show(item: vscode.StatusBarItem, facts: Facts): void {
  const { pending, rules, blocked, failed, isReadOnly, lost } = facts;
  const { record } = currentSettings();
  setContext(CONTEXT.recording, record);
  const isWrong = failed || isReadOnly || lost.length > 0;
  const icon = isWrong ? '$(warning)' : record ? '$(record)' : '$(shield)';
  // Without rules nothing is stopped, so the first click opens the setup.
  item.command = !failed && rules === 0 ? COMMAND.setUp : COMMAND.openDashboard;
  item.text = joined([`${icon} Rulewright`, pending > 0 ? String(pending) : undefined], ' ');
  item.tooltip = failed
    ? vscode.l10n.t('Rulewright cannot read its storage. Run “Rulewright: Show Log”.')
    : joined(
        [
          isReadOnly
            ? vscode.l10n.t('The policy is read-only: see the Suggestions view for the reason')
            : undefined,
          ...lost.map((text) => plainLine(text)),
          pendingCount(pending),
          vscode.l10n.t('{0} in force', ruleCount(rules)),
          blocked > 0 ? blockedCount(blocked) : undefined,
          record
            ? vscode.l10n.t('Terminals are recorded')
            : vscode.l10n.t('Terminals are not recorded'),
        ],
        '\n',
      );
  item.accessibilityInformation = { label: item.tooltip.replaceAll('\n', ', ') };
}

function setContext(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
