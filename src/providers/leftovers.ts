import * as vscode from 'vscode';

/**
 * Closes the tabs of a kind of panel that an earlier window left and VS Code has not brought back yet. It brings a
 * panel back when its tab is looked at; a new panel beside it would be the second of its kind.
 */
export async function closeLeftovers(viewType: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        // VS Code puts a prefix of its own before the type.
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType),
    );
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
