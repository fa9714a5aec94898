import * as vscode from 'vscode';
import type { ViewId } from '../contributions';

/** Opens and focuses a view. */
export async function focusView(view: ViewId): Promise<void> {
  await vscode.commands.executeCommand(`${view}.focus`);
}
