import * as vscode from 'vscode';
import type { ViewId } from '../contributions';

/** Shows a view and gives it the focus. */
export async function focusView(view: ViewId): Promise<void> {
  await vscode.commands.executeCommand(`${view}.focus`);
}
