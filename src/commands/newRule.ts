import * as vscode from 'vscode';
import type { App } from '../app';
import { RulewrightError } from '../core/errors';
import type { Effect, RuleMode } from '../core/rule';
import { checkPattern } from '../matcher/dialect';
import { askLine, askPattern, choose } from './ask';

/** A rule as entered by a user or passed by a caller. */
export interface NewRule {
  readonly pattern: string;
  readonly effect: Effect;
  readonly reason?: string | undefined;
  readonly mode?: RuleMode | undefined;
  readonly title?: string | undefined;
  readonly instead?: string | undefined;
}

/** A diff that adds the rule. Throws `invalid-pattern`. */
export function ruleDiff({ pattern, effect, reason, mode, title, instead }: NewRule): unknown {
  const optional = {
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(mode === undefined ? {} : { mode }),
    ...(title === undefined || title === '' ? {} : { title }),
    ...(instead === undefined || instead === '' ? {} : { instead }),
  };
  return { add: [{ pattern: checkedPattern(pattern), effect, ...optional }], remove: [], meta: {} };
}

/** The pattern. Throws `invalid-pattern` if it cannot be used. */
export function checkedPattern(pattern: string): string {
  const fault = checkPattern(pattern);
  if (fault !== undefined) {
    throw new RulewrightError(
      'invalid-pattern',
      vscode.l10n.t(
        'Invalid pattern: {0} ({1} at offset {2})',
        fault.message,
        fault.code,
        String(fault.offset),
      ),
      { hint: fault.hint },
    );
  }
  return pattern;
}

/** Asks for a pattern, the effect of the rule and its reason. */
export async function askRule(app: Pick<App, 'secretInPattern'>): Promise<NewRule | undefined> {
  const pattern = await askPattern(vscode.l10n.t('Add Rule (1/3)'), app);
  if (pattern === undefined) return undefined;
  const kind = await choose<Pick<NewRule, 'effect' | 'mode'>>(
    vscode.l10n.t('Add Rule (2/3)'),
    [
      { label: vscode.l10n.t('Deny'), icon: 'circle-slash', value: { effect: 'deny' } },
      {
        label: vscode.l10n.t('Deny, shadow'),
        icon: 'eye',
        description: vscode.l10n.t('only counts what it would have denied'),
        value: { effect: 'deny', mode: 'shadow' },
      },
      {
        label: vscode.l10n.t('Ask'),
        icon: 'question',
        description: vscode.l10n.t('the agent host asks you before it runs the command'),
        value: { effect: 'ask' },
      },
      {
        label: vscode.l10n.t('Ask, shadow'),
        icon: 'eye',
        description: vscode.l10n.t('only counts what it would have asked about'),
        value: { effect: 'ask', mode: 'shadow' },
      },
      { label: vscode.l10n.t('Allow'), icon: 'pass', value: { effect: 'allow' } },
    ],
    '',
  );
  if (kind === undefined) return undefined;
  const reason = await askLine(
    vscode.l10n.t('Add Rule (3/3)'),
    vscode.l10n.t('Reason, shown with the rule and in explanations (optional)'),
  );
  return reason === undefined ? undefined : { pattern, ...kind, reason };
}
