import * as vscode from 'vscode';
import type { App } from '../app';
import { checkPattern } from '../core/match/dialect';
import { versionLabel } from '../providers/nodes/historyNodes';
import { diffTitle, surestFirst } from '../providers/nodes/suggestionNodes';
import { joined, oneLine, ruleTitle, when } from '../providers/nodes/words';

/** One row to choose from. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Lets the person choose; undefined when they leave. `none` is said where there is nothing to choose. */
export async function choose<T>(
  title: string,
  choices: readonly Choice<T>[],
  none: string,
): Promise<T | undefined> {
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(choices, {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
    // As the boxes before and after it: what was typed there is not lost by a click elsewhere.
    ignoreFocusOut: true,
  });
  return picked?.value;
}

/** Lets the person choose a pending suggestion. */
export async function chooseSuggestion(app: App): Promise<string | undefined> {
  const [pending, rules] = await Promise.all([
    app.policies.listSuggestions('pending'),
    app.policies.listRules(),
  ]);
  const choices = surestFirst(pending).map(({ id, diff, proposedBy, proposedAt }) => ({
    label: diffTitle(diff, rules),
    description: joined([proposedBy, when(proposedAt)]),
    value: id,
  }));
  return choose('Choose a suggestion', choices, 'No suggestion waits for review.');
}

/** Lets the person choose a rule in force. */
export async function chooseRule(app: App, title: string): Promise<string | undefined> {
  const choices = (await app.policies.listRules()).map((rule) => ({
    label: ruleTitle(rule),
    description: rule.mode === 'shadow' ? `${rule.effect}, shadow` : rule.effect,
    detail: oneLine(rule.pattern, 150),
    value: rule.id,
  }));
  return choose(title, choices, 'No rule is in force.');
}

/** Lets the person choose a version of the policy. */
export async function chooseVersion(app: App, title: string): Promise<string | undefined> {
  const choices = (await app.policies.listVersions()).map((version) => ({
    label: versionLabel(version),
    description: joined([version.author, when(version.ts)]),
    value: version.version,
  }));
  return choose(title, choices, 'The policy has no version yet: nothing was applied.');
}

/** Lets the person choose an agent. */
export async function chooseAgent(app: App, title: string): Promise<string | undefined> {
  const choices = (await app.agents.list()).map(({ id, name, status, lastAction }) => ({
    label: name,
    description: joined([status, lastAction === null ? undefined : oneLine(lastAction, 60)]),
    value: id,
  }));
  return choose(title, choices, 'No agent is registered.');
}

/** Lets the person choose one of the newest commands. */
export async function chooseEvent(app: App, title: string): Promise<string | undefined> {
  const choices = (await app.history.recent(500)).map(({ id, command, ts, label }) => ({
    label: oneLine(command, 100),
    description: joined([label, when(ts)]),
    value: id,
  }));
  return choose(title, choices, 'The command history is empty. Import a CSV file first.');
}

/** Asks for one line of text that `problem` accepts. */
export function askText(
  title: string,
  prompt: string,
  more: { value?: string; problem?: (text: string) => string | undefined } = {},
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    ...(more.value === undefined ? {} : { value: more.value }),
    validateInput: (text) => more.problem?.(text) ?? (text.trim() === '' ? 'Write something.' : ''),
  });
}

/** Asks for a pattern, and says while it is typed what is wrong with it and where. */
export function askPattern(): Thenable<string | undefined> {
  return askText('Add Rule (1/3)', 'The pattern that a command must match (docs/matching.md).', {
    problem: (text) => {
      if (text === '') return 'A rule needs a pattern.';
      const fault = checkPattern(text);
      if (fault === undefined) return undefined;
      return `At character ${fault.offset + 1}: ${fault.message} ${fault.hint}`;
    },
  });
}

/** Says what was done, without waiting for the person; resolves a chosen button to its command. */
export function tell(
  message: string,
  ...next: readonly { title: string; command: string }[]
): void {
  void vscode.window.showInformationMessage(message, ...next).then((chosen) => {
    if (chosen !== undefined) void vscode.commands.executeCommand(chosen.command);
  });
}
