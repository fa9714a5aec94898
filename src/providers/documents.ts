import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';

/** Texts that are shown and never saved: a diff, an explanation, a report. */
export interface Documents extends Disposable {
  show(name: string, text: string, language?: string): Promise<void>;
}

const SCHEME = 'rulewright';

/** Read-only documents under one scheme. The newest text under a name wins. */
export function createDocuments(): Documents {
  const texts = new Map<string, string>();
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
  });
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === SCHEME) texts.delete(uri.path);
  });
  return {
    show: async (name, text, language) => {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
      texts.set(uri.path, text);
      changes.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      if (language !== undefined)
        await vscode.languages.setTextDocumentLanguage(document, language);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose: () => {
      vscode.Disposable.from(registration, closing, changes).dispose();
    },
  };
}
