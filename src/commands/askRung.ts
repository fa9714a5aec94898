import * as vscode from 'vscode';
import type { App, TestedRung } from '../app';
import type { LiveBacktest } from '../core/liveBacktest';
import type { Effect } from '../core/rule';
import { grouped, joined } from '../providers/nodes/words';
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
    description: hits(rung.tests),
    detail: rung.rules.map(({ pattern }) => pattern).join('   '),
    value: rung,
  }));
  const pattern = {
    label: `$(regex) ${vscode.l10n.t('Write a pattern…')}`,
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

/** `12 of 340 commands · 3 safe runs · 2 unsafe runs`. */
function hits(tests: readonly LiveBacktest[]): string {
  const tested = tests.flatMap((one) => (one.state === 'tested' ? [one] : []));
  const [only] = tested;
  if (only === undefined) return '';
  if (tested.length > 1) {
    const counts = tested.map(({ commands }) => grouped(commands)).join(' + ');
    return vscode.l10n.t('{0} of {1} commands', counts, grouped(only.ofCommands));
  }
  const { safeHits, unsafeHits, unknownHits } = only.evidence;
  const runs: readonly (readonly [number, string])[] = [
    [safeHits, vscode.l10n.t('safe runs: {0}', grouped(safeHits))],
    [unsafeHits, vscode.l10n.t('unsafe runs: {0}', grouped(unsafeHits))],
    [unknownHits, vscode.l10n.t('unlabelled runs: {0}', grouped(unknownHits))],
  ];
  return joined([
    vscode.l10n.t('{0} of {1} commands', grouped(only.commands), grouped(only.ofCommands)),
    ...runs.flatMap(([count, text]) => (count === 0 ? [] : [text])),
  ]);
}
