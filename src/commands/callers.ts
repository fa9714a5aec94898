import * as vscode from 'vscode';
import { isObject } from '../core/isObject';
import { RulewrightError } from '../core/errors';

// VS Code does not reveal which extension runs a command. Therefore commands that weaken the protection or cannot be
// undone require the user's confirmation, and the name that a caller gives is shown as its own claim.

/** Asks the user for confirmation in a modal dialog. */
export async function isConfirmed(question: string, button: string): Promise<boolean> {
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, button);
  return answer === button;
}

/** The error for a caller if the user declined. */
export function notConfirmed(): RulewrightError {
  return new RulewrightError('cancelled', vscode.l10n.t('The user did not allow it.'));
}

/**
 * Removes evidence from a proposed diff, because Rulewright measures it itself. The diff is untrusted and may have any
 * form.
 */
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
