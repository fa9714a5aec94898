import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { isRulewrightError } from '../core/errors';
import { showNotice } from './dialogs';
import { plainLine } from './plainText';

/** Shows an error to the user and logs it. */
export interface ErrorReport {
  (error: unknown): void;
}

/** An error as text for a tree or a page. Unexpected errors are logged and replaced by a generic text. */
export interface ErrorText {
  readonly message: string;
  readonly hint?: string;
}

/** The single place where an error becomes a notification. Expected errors are shown as written, unexpected ones are logged. */
export function createErrorReport(log: vscode.LogOutputChannel): ErrorReport {
  return (error) => {
    if (isRulewrightError(error, 'cancelled')) return;
    const text = errorText(error, log);
    const whole = text.hint === undefined ? text.message : `${text.message} ${text.hint}`;
    const showLog = vscode.l10n.t('Show Log');
    const recover = vscode.l10n.t('Recover Policy…');
    // The command that the text names, as a button. It shows an offer and changes nothing.
    const buttons = isRulewrightError(error, 'store-damaged') ? [recover] : [];
    void showNotice('error', whole, ...buttons, showLog).then((choice) => {
      if (choice === showLog) log.show();
      if (choice === recover) void vscode.commands.executeCommand(COMMAND.recover);
    });
  };
}

/** The text of an error. Unexpected errors are logged with their stack. */
export function errorText(error: unknown, log: vscode.LogOutputChannel): ErrorText {
  if (isRulewrightError(error)) {
    // On one line, because the message may contain untrusted text.
    log.warn(plainLine(`${error.code}: ${error.message}`, MAX_LINE));
    if (error.cause !== undefined) log.warn(`cause: ${stackOf(error.cause)}`);
    return error.hint === undefined
      ? { message: error.message }
      : { message: error.message, hint: error.hint };
  }
  log.error(stackOf(error));
  return {
    message: vscode.l10n.t('Something went wrong.'),
    hint: vscode.l10n.t('See the Rulewright log for details.'),
  };
}

/** A longer line of the log is truncated. */
const MAX_LINE = 2000;

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
