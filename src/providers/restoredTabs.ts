import * as vscode from 'vscode';

/**
 * Closes tabs of a panel type that remained from an earlier window and whose panel VS Code has not restored yet. VS
 * Code restores a panel when its tab is shown, so a panel created before that would be a duplicate.
 */
export async function closeRestoredTabs(viewType: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        // VS Code prefixes the type.
        input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType),
    );
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
