import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import type { Effect } from '../core/rule';
import type { Suggestion } from '../core/suggestion';
import { eventOf } from '../providers/explainSubject';
import { chooseRung } from './askRung';
import { askText, choose, chooseEvent } from './ask';
import type { CommandHost } from './commandHost';
import { askRule, ruleDiff } from './newRule';
import type { CommandArgs, HandlersFor } from './commandArguments';
import { terminalSelection } from './terminalSelection';

type Ids =
  | typeof COMMAND.denyLikeThis
  | typeof COMMAND.askLikeThis
  | typeof COMMAND.allowLikeThis
  | typeof COMMAND.ruleFromSelection;

type Given = CommandArgs[typeof COMMAND.denyLikeThis][0];

/**
 * Creates a suggestion from a command: the user chooses from a ladder of patterns, and the review
 * opens. The user is always asked, even if code runs the command, and nothing is applied.
 */
export function likeThisCommands(host: CommandHost): HandlersFor<Ids> {
  const likeThis = async (effect: Effect, given: Given) => {
    const app = await host.source.get();
    const command = await commandOf(app, given, titleOf(effect));
    return command === undefined ? undefined : proposeLike(host, command, effect);
  };
  return {
    [COMMAND.denyLikeThis]: (_, given) => likeThis('deny', given),
    [COMMAND.askLikeThis]: (_, given) => likeThis('ask', given),
    [COMMAND.allowLikeThis]: (_, given) => likeThis('allow', given),
    [COMMAND.ruleFromSelection]: async () => {
      const command = await terminalSelection();
      const effect = await chooseEffect(vscode.l10n.t('Rule for the selected command'));
      return effect === undefined ? undefined : proposeLike(host, command, effect);
    },
  };
}

function titleOf(effect: Effect): string {
  switch (effect) {
    case 'deny':
      return vscode.l10n.t('Deny Commands Like This');
    case 'ask':
      return vscode.l10n.t('Ask About Commands Like This');
    case 'allow':
      return vscode.l10n.t('Allow Commands Like This');
  }
}

/** Asks for the effect of a rule. */
function chooseEffect(title: string): Promise<Effect | undefined> {
  return choose<Effect>(
    title,
    [
      { label: vscode.l10n.t('Deny'), icon: 'circle-slash', value: 'deny' },
      {
        label: vscode.l10n.t('Ask'),
        icon: 'question',
        description: vscode.l10n.t('the agent host asks you before it runs the command'),
        value: 'ask',
      },
      { label: vscode.l10n.t('Allow'), icon: 'pass', value: 'allow' },
    ],
    '',
  );
}

/** Shows the ladder of a command, proposes the chosen rung and opens its review. */
async function proposeLike(
  host: CommandHost,
  given: string,
  effect: Effect,
): Promise<Suggestion | undefined> {
  const app = await host.source.get();
  const command = app.redactionOf(given).text;
  const { matches } = await app.explain(command);
  const at = matches.find(({ counted }) => counted)?.view.start;
  const chosen = await chooseRung(app, { command, effect, at });
  if (chosen === undefined) return undefined;
  if (chosen === 'pattern') return proposePattern(host);
  return opened(host, await app.proposeRung(chosen, command));
}

async function proposePattern(host: CommandHost): Promise<Suggestion | undefined> {
  const app = await host.source.get();
  const rule = await askRule(app);
  if (rule === undefined) return undefined;
  const proposedBy = await app.author();
  return opened(host, await app.policies.propose({ proposedBy, diff: ruleDiff(rule) }));
}

async function opened(host: CommandHost, suggestion: Suggestion): Promise<Suggestion> {
  await host.reviewer.open({ kind: 'suggestion', subjectId: suggestion.id });
  return suggestion;
}

/**
 * Adds a rule for a command from the history, for a command that the user enters, or from a
 * pattern.
 */
export async function addRuleByAsking(host: CommandHost): Promise<Suggestion | undefined> {
  const app = await host.source.get();
  const from = await choose<'history' | 'text' | 'pattern'>(
    vscode.l10n.t('Add Rule: which commands?'),
    [
      {
        label: vscode.l10n.t('Commands like one that you enter…'),
        icon: 'terminal',
        value: 'text',
      },
      {
        label: vscode.l10n.t('Commands like one of the history…'),
        icon: 'history',
        value: 'history',
      },
      { label: vscode.l10n.t('Write a pattern…'), icon: 'regex', value: 'pattern' },
    ],
    '',
  );
  if (from === undefined) return undefined;
  if (from === 'pattern') return proposePattern(host);
  const subject =
    from === 'text'
      ? undefined
      : await chooseEvent(app, vscode.l10n.t('Select the command that the rule is about'));
  if (from === 'history' && subject === undefined) return undefined;
  const command = await commandOf(
    app,
    subject === undefined ? undefined : { subject, viewItem: '' },
    vscode.l10n.t('Add Rule'),
  );
  if (command === undefined) return undefined;
  const effect = await chooseEffect(vscode.l10n.t('What should happen to commands like this?'));
  return effect === undefined ? undefined : proposeLike(host, command, effect);
}

/** The command of a row, a given text, or the user's input. */
async function commandOf(app: App, given: Given, title: string): Promise<string | undefined> {
  if (typeof given === 'string') return given;
  if (given === undefined) {
    return askText(title, vscode.l10n.t('Command line that the rule is about. It is not run.'));
  }
  return (await eventOf(app, given.subject)).command;
}
