import * as vscode from 'vscode';
import { plainNotice, plainRow } from './plainText';

// All notifications, dialogs, quick picks and input boxes of the extension. ESLint forbids others, because their texts
// would be interpreted by VS Code: see `plainText.ts`.

type Notification = 'info' | 'warning' | 'error';

/** Shows a notification. Resolves with the pressed button. */
export async function showNotice<T extends string>(
  severity: Notification,
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  const text = plainNotice(message);
  const { showErrorMessage, showInformationMessage, showWarningMessage } = vscode.window;
  switch (severity) {
    case 'info':
      return showInformationMessage(text, ...buttons);
    case 'warning':
      return showWarningMessage(text, ...buttons);
    case 'error':
      return showErrorMessage(text, ...buttons);
  }
}

/** Asks the user for confirmation in a modal dialog. */
export async function isConfirmed(
  question: string,
  button: string,
  detail?: string,
): Promise<boolean> {
  const options = {
    modal: true,
    ...(detail === undefined ? {} : { detail: plainNotice(detail) }),
  };
  const answer = await vscode.window.showWarningMessage(plainNotice(question), options, button);
  return answer === button;
}

/** A row of a quick pick. Its texts are shown as they are. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string | undefined;
  readonly detail?: string | undefined;
  /** The name of a codicon before the label. */
  readonly icon?: string;
  readonly picked?: boolean;
  readonly value: T;
}

/** Shows a quick pick; undefined when it is dismissed. It stays open when the focus moves, so that earlier input is not lost. */
export async function pickOne<T>(
  choices: readonly Choice<T>[],
  texts: PickTexts,
): Promise<T | undefined> {
  const picked = await vscode.window.showQuickPick(choices.map(rowOf), pickOptions(texts));
  return picked?.value;
}

/** As `pickOne`, for any number of rows. */
export async function pickMany<T>(
  choices: readonly Choice<T>[],
  texts: PickTexts,
): Promise<readonly T[] | undefined> {
  const options = { ...pickOptions(texts), canPickMany: true } as const;
  const picked = await vscode.window.showQuickPick(choices.map(rowOf), options);
  return picked?.map(({ value }) => value);
}

interface PickTexts {
  readonly title: string;
  readonly placeHolder?: string;
}

function pickOptions({ title, placeHolder }: PickTexts): vscode.QuickPickOptions {
  return {
    title: plainRow(title),
    ...(placeHolder === undefined ? {} : { placeHolder: plainRow(placeHolder) }),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  };
}

function rowOf<T>({ label, description, detail, icon, picked, value }: Choice<T>) {
  const text = plainRow(label);
  return {
    label: icon === undefined ? text : `$(${icon}) ${text}`,
    ...(description === undefined ? {} : { description: plainRow(description) }),
    ...(detail === undefined ? {} : { detail: plainRow(detail) }),
    ...(picked === undefined ? {} : { picked }),
    value,
  };
}

/** Asks for one line of text. `problem` returns an error message for invalid text, otherwise undefined. */
export function askInput(
  title: string,
  prompt: string,
  more: { value?: string; problem?: (text: string) => string | undefined } = {},
): Thenable<string | undefined> {
  const { value, problem } = more;
  return vscode.window.showInputBox({
    title: plainRow(title),
    prompt: plainNotice(prompt),
    ignoreFocusOut: true,
    ...(value === undefined ? {} : { value }),
    ...(problem === undefined
      ? {}
      : { validateInput: (text: string) => plainNotice(problem(text) ?? '') }),
  });
}
