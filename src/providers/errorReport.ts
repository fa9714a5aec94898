import * as vscode from 'vscode';
import { isRulewrightError } from '../core/errors';

/** Tells the person of a failure, and the log of everything. */
export interface ErrorReport {
  (error: unknown): void;
}

/** A failure as text for places other than a notification: a tree, a page. Bugs are logged and never shown raw. */
export interface ErrorText {
  readonly message: string;
  readonly hint?: string;
}

const SHOW_LOG = 'Show Log';

/** The single place where an error becomes output. Foreseen ones are shown as written, bugs go to the log. */
export function createErrorReport(log: vscode.LogOutputChannel): ErrorReport {
  return (error) => {
    if (isRulewrightError(error, 'cancelled')) return;
    const text = errorText(error, log);
    const whole = text.hint === undefined ? text.message : `${text.message} ${text.hint}`;
    void vscode.window.showErrorMessage(whole, SHOW_LOG).then((choice) => {
      if (choice === SHOW_LOG) log.show();
    });
  };
}

/** The words for an error. What nobody foresaw goes to the log with its stack. */
export function errorText(error: unknown, log: vscode.LogOutputChannel): ErrorText {
  if (isRulewrightError(error)) {
    log.warn(`${error.code}: ${error.message}`);
    if (error.cause !== undefined) log.warn(`caused by ${stackOf(error.cause)}`);
    return error.hint === undefined
      ? { message: error.message }
      : { message: error.message, hint: error.hint };
  }
  log.error(stackOf(error));
  return { message: 'Something went wrong.', hint: 'The log of Rulewright says what.' };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
