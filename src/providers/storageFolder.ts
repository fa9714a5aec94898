import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Where this window keeps things: tests and development never touch what the person really uses. */
export function storageFolder(
  context: Pick<vscode.ExtensionContext, 'extensionMode' | 'globalStorageUri'>,
): string {
  switch (context.extensionMode) {
    case vscode.ExtensionMode.Test:
      // Named after the process: tests run in it and may open the same folder as a second window would.
      return join(tmpdir(), `rulewright-storage-${process.pid}`);
    case vscode.ExtensionMode.Development:
      return join(context.globalStorageUri.fsPath, 'development');
    case vscode.ExtensionMode.Production:
      return context.globalStorageUri.fsPath;
  }
}
