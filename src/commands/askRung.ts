import * as vscode from 'vscode';
import type { App, TestedRung } from '../app';
import type { Effect } from '../core/rule';
import { rungHits } from '../providers/nodes/rungHits';
import { withProgress } from '../providers/progress';
import { choose } from './ask';

/** The user's choice: a rung, or to write a pattern. */
export type RungChoice = TestedRung | 'pattern';

/**
 * Asks which commands a rule should match: the ladder of the command, each rung with its hits, and writing a pattern as
 * the last choice.
 */
export async function chooseRung(
  app: App,
  about: { command: string; effect: Effect; at?: number | undefined },
): Promise<RungChoice | undefined> {
  const rungs = await withProgress(vscode.l10n.t('Testing rules on the command history'), (run) =>
    app.ladder(about, run),
  );
  const choices = rungs.map((rung) => ({
    label: `${reachName(rung.reach)}: ${rung.text}`,
    description: rungHits(rung.tests),
    detail: rung.rules.map(({ pattern }) => pattern).join('   '),
    value: rung,
  }));
  const pattern = {
    label: vscode.l10n.t('Write a pattern…'),
    icon: 'regex',
    value: 'pattern' as const,
  };
  return choose<RungChoice>(titleOf(about.effect), [...choices, pattern], '');
}

function titleOf(effect: Effect): string {
  switch (effect) {
    case 'deny':
      return vscode.l10n.t('Deny commands like this: choose which. You review the rule next.');
    case 'ask':
      return vscode.l10n.t('Ask about commands like this: choose which. You review the rule next.');
    case 'allow':
      return vscode.l10n.t('Allow commands like this: choose which. You review the rule next.');
  }
}

function reachName(reach: TestedRung['reach']): string {
  switch (reach) {
    case 'command':
      return vscode.l10n.t('This command');
    case 'options':
      return vscode.l10n.t('This sub-command and options');
    case 'program':
      return vscode.l10n.t('This program');
  }
}
