import * as vscode from 'vscode';
import { isObject } from '../core/isObject';
import { RulewrightError } from '../core/errors';

// VS Code does not reveal which extension runs a command. Commands that weaken the protection or
// cannot be undone need the user's confirmation, and what a caller states about itself is shown as
// such.

/** Asks the user in a modal dialog whether to go on. */
export async function isConfirmed(question: string, button: string): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, button);
  return answer === button;
}

/** The error that a caller gets after a no. */
export function notConfirmed(): RulewrightError {
  return new RulewrightError('cancelled', vscode.l10n.t('The user did not allow it.'));
}

/** A proposed diff without evidence: Rulewright measures that itself. The diff is untrusted and may have any form. */
export function withoutEvidence(diff: unknown): unknown {
  if (!isObject(diff)) return diff;
  const { add, meta } = diff;
  return {
    ...diff,
    ...(Array.isArray(add) ? { add: add.map(withoutScore) } : {}),
    ...(isObject(meta) ? { meta: {} } : {}),
  };
}

function withoutScore(rule: unknown): unknown {
  if (!isObject(rule)) return rule;
  return Object.fromEntries(Object.entries(rule).filter(([name]) => name !== 'score'));
}
