import * as vscode from 'vscode';
import type { App } from '../app';
import { type Agent, hasSession } from '../core/agent';
import type { Rule } from '../core/rule';
import { highestConfidenceFirst } from '../core/suggestion';
import { checkPattern } from '../matcher/dialect';
import { askInput, type Choice, pickOne, showNotice } from '../providers/dialogs';
import { actionName, versionLabel } from '../providers/nodes/versionNodes';
import { diffTitle } from '../providers/nodes/suggestionNodes';
import { seqsOf } from '../providers/nodes/versionTitle';
import { effectName, labelName, statusName } from '../providers/nodes/terms';
import { joined, oneLine, ruleTitle, when } from '../providers/nodes/nodeTexts';

/** Shows a quick pick; undefined when it is dismissed. Shows `none` instead when there are no choices. */
export async function choose<T>(
  title: string,
  choices: readonly Choice<T>[],
  none: string,
): Promise<T | undefined> {
  if (choices.length > 0) return pickOne(choices, { title });
  void showNotice('info', none);
  return undefined;
}

/** Asks for a pending suggestion. */
export async function chooseSuggestion(app: App): Promise<string | undefined> {
  const [pending, rules] = await Promise.all([
    app.policies.listSuggestions('pending'),
    app.policies.listRules(),
  ]);
  const choices = highestConfidenceFirst(pending).map(({ id, diff, proposedBy, proposedAt }) => ({
    label: diffTitle(diff, rules),
    description: joined([proposedBy, when(proposedAt)]),
    value: id,
  }));
  return choose(
    vscode.l10n.t('Choose a suggestion'),
    choices,
    vscode.l10n.t('No suggestions are waiting for review.'),
  );
}

/** Asks for a rejected suggestion, newest rejections first. */
export async function chooseRejected(app: App): Promise<string | undefined> {
  const rejected = await app.policies.listSuggestions('rejected');
  const newest = rejected.toSorted((a, b) =>
    (a.reviewedAt ?? '') > (b.reviewedAt ?? '') ? -1 : 1,
  );
  const choices = newest.map(({ id, diff, reviewedBy, reviewedAt = '', comment = '' }) => ({
    label: diffTitle(diff),
    description: joined([reviewedBy, when(reviewedAt), oneLine(comment, 60)]),
    value: id,
  }));
  return choose(
    vscode.l10n.t('Choose the rejection to undo'),
    choices,
    vscode.l10n.t('There are no rejected suggestions.'),
  );
}

/** Asks for a rule in force that satisfies `isChoice`. They are sorted by title. */
export async function chooseRule(
  app: App,
  title: string,
  isChoice: (rule: Rule) => boolean = () => true,
): Promise<string | undefined> {
  const rules = (await app.policies.listRules()).filter(isChoice);
  const choices = rules.map((rule) => ({
    label: ruleTitle(rule),
    description:
      rule.mode === 'shadow'
        ? vscode.l10n.t('{0}, shadow', effectName(rule.effect))
        : effectName(rule.effect),
    detail: oneLine(rule.pattern, 150),
    value: rule.id,
  }));
  const sorted = choices.toSorted((a, b) => a.label.localeCompare(b.label));
  return choose(title, sorted, vscode.l10n.t('No rules are in force.'));
}

/** Asks for a version of the policy. */
export async function chooseVersion(app: App, title: string): Promise<string | undefined> {
  const versions = await app.policies.listVersions();
  const seqOf = seqsOf(versions);
  const choices = versions.map((version) => ({
    label: versionLabel(version, seqOf),
    description: joined([version.author, oneLine(version.comment, 50), when(version.ts)]),
    value: version.version,
  }));
  return choose(title, choices, vscode.l10n.t('The policy has no versions yet.'));
}

/** Asks for an entry of the audit trail by its number. */
export async function chooseAuditEntry({ policies }: App): Promise<number | undefined> {
  const choices = (await policies.listAudit()).map(({ seq, action, author, comment, ts }) => ({
    label: `${seq}. ${actionName(action)}`,
    description: joined([author, when(ts), oneLine(comment, 60)]),
    value: seq,
  }));
  return choose(
    vscode.l10n.t('Select the audit entry to show'),
    choices,
    vscode.l10n.t('The audit trail is empty.'),
  );
}

/** Asks for an agent. */
export async function chooseAgent(app: App, title: string): Promise<string | undefined> {
  const none = vscode.l10n.t('No agents are registered.');
  return chooseAmong(await app.agents.list(), title, none);
}

/** Asks for an agent that an agent host reported. */
export async function chooseAgentOfHost(app: App, title: string): Promise<string | undefined> {
  const none = vscode.l10n.t('No agents of agent hosts are registered.');
  return chooseAmong((await app.agents.list()).filter(hasSession), title, none);
}

function chooseAmong(
  agents: readonly Agent[],
  title: string,
  none: string,
): Promise<string | undefined> {
  const choices = agents.map(({ id, name, status, lastAction }) => ({
    label: name,
    description: joined([
      statusName(status),
      lastAction === null ? undefined : oneLine(lastAction, 60),
    ]),
    value: id,
  }));
  return choose(title, choices, none);
}

/** Asks for one of the most recent commands. */
export async function chooseEvent(app: App, title: string): Promise<string | undefined> {
  const choices = (await app.history.recent(500)).map(({ id, command, ts, label }) => ({
    label: oneLine(command, 100),
    description: joined([label === undefined ? undefined : labelName(label), when(ts)]),
    value: id,
  }));
  return choose(
    title,
    choices,
    vscode.l10n.t('The command history is empty. Import a CSV file first.'),
  );
}

/** Asks for one line of text, which may be empty. Undefined if it is dismissed. */
export function askLine(title: string, prompt: string): Thenable<string | undefined> {
  return askInput(title, prompt);
}

/** Asks for one line of text. `problem` returns an error message for invalid text, otherwise undefined. */
export function askText(
  title: string,
  prompt: string,
  more: { value?: string; problem?: (text: string) => string | undefined } = {},
): Thenable<string | undefined> {
  return askInput(title, prompt, {
    ...more,
    problem: (text) =>
      more.problem?.(text) ?? (text.trim() === '' ? vscode.l10n.t('Enter a value.') : undefined),
  });
}

/** Asks for a pattern and validates it while it is typed. */
export function askPattern(
  title: string,
  { secretInPattern }: Pick<App, 'secretInPattern'>,
  value = '',
): Thenable<string | undefined> {
  return askText(title, vscode.l10n.t('Pattern to match against commands (see docs/matching.md)'), {
    value,
    problem: (text) => {
      if (text === '') return vscode.l10n.t('Enter a pattern.');
      const fault = checkPattern(text);
      const secret = secretInPattern(text);
      const found = fault ?? (secret && { ...secret, offset: secret.start });
      if (found === undefined) return undefined;
      const { offset, message, hint } = found;
      return vscode.l10n.t('Character {0}: {1} {2}', String(offset + 1), message, hint);
    },
  });
}

/** Shows a message without waiting for it. Pressing a button runs its command. */
export function notify(
  message: string,
  ...next: readonly { title: string; command: string }[]
): void {
  void showNotice('info', message, ...next.map(({ title }) => title)).then((chosen) => {
    const pressed = next.find(({ title }) => title === chosen);
    if (pressed !== undefined) void vscode.commands.executeCommand(pressed.command);
  });
}
