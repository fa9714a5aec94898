import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** The storage folder of this window. Tests and development use separate folders. */
export function storageFolder(
  context: Pick<vscode.ExtensionContext, 'extensionMode' | 'globalStorageUri'>,
): string {
  switch (context.extensionMode) {
    case vscode.ExtensionMode.Test:
      // Named after the process, so that tests in it can open the same folder as a second window.
      return join(tmpdir(), `rulewright-storage-${process.pid}`);
    case vscode.ExtensionMode.Development:
      return join(context.globalStorageUri.fsPath, 'development');
    case vscode.ExtensionMode.Production:
      return context.globalStorageUri.fsPath;
  }
}
