import * as vscode from 'vscode';

/** The functions of VS Code that ask the user. */
const ASKING = [
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'showQuickPick',
  'showInputBox',
  'showOpenDialog',
  'showSaveDialog',
] as const;
type Asking = (typeof ASKING)[number];

/** The dialogs that were shown to the user, who dismissed each at once. */
export interface Dialogs {
  /** The dialogs, oldest first, each with the arguments of VS Code. */
  readonly shown: { readonly kind: Asking; readonly texts: readonly unknown[] }[];
  restore(): void;
}

/** Answers every dialog of the extension for the user, who dismisses it. */
export function dismissDialogs(): Dialogs {
  const shown: Dialogs['shown'] = [];
  const before = ASKING.map((kind) => [kind, vscode.window[kind]] as const);
  const set = (kind: Asking, value: unknown): void => {
    Object.defineProperty(vscode.window, kind, { value, configurable: true });
  };
  for (const kind of ASKING) {
    set(kind, (...texts: readonly unknown[]) => {
      shown.push({ kind, texts });
      return Promise.resolve(undefined);
    });
  }
  return {
    shown,
    restore: () => {
      for (const [kind, own] of before) set(kind, own);
    },
  };
}
