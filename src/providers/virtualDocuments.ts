import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';

/** Read-only documents in editors, never saved: a diff, a long command, a report. */
export interface Documents extends Disposable {
  show(name: string, text: string): Promise<void>;
  /** Shows two texts side by side, as a change from one to the other. */
  compare(change: Change): Promise<void>;
  /** Shows the comparison beside the active editor while `ask` runs, then closes the tab unless the user kept it open. */
  compareDuring<T>(change: Change, ask: () => Promise<T>): Promise<T>;
  /** Shows a Markdown preview. Text from the history must be in code spans. */
  showMarkdown(name: string, text: string): Promise<void>;
}

/** Two texts to compare, and the title of their tab. */
export interface Change {
  readonly name: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

const SCHEME = 'rulewright';
const PREVIEW = 'markdown.showPreview';

/** Read-only documents with one URI scheme. A new text replaces the previous one with the same name. */
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
  const keep = (name: string, text: string): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    texts.set(uri.path, text);
    changes.fire(uri);
    return uri;
  };
  const edit = async (uri: vscode.Uri): Promise<void> => {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  };
  /** Returns the side with the text after the change. */
  const compare = async (
    { name, title, before, after }: Change,
    viewColumn = vscode.ViewColumn.Active,
  ): Promise<vscode.Uri> => {
    const [left, right] = [keep(`before/${name}`, before), keep(`after/${name}`, after)];
    const options = { preview: true, viewColumn };
    await vscode.commands.executeCommand('vscode.diff', left, right, title, options);
    return right;
  };
  return {
    show: (name, text) => edit(keep(name, text)),
    compare: async (change) => {
      await compare(change);
    },
    compareDuring: async (change, ask) => {
      const right = await compare(change, vscode.ViewColumn.Beside);
      try {
        return await ask();
      } finally {
        await closePreview(right);
      }
    },
    showMarkdown: async (name, text) => {
      const uri = keep(name, text);
      const commands = await vscode.commands.getCommands();
      // VS Code's Markdown extension can be disabled.
      if (!commands.includes(PREVIEW)) return edit(uri);
      await vscode.commands.executeCommand(PREVIEW, uri);
    },
    dispose: () => {
      vscode.Disposable.from(registration, closing, changes).dispose();
    },
  };
}

/** Closes the tab that shows a change to this text. If the user kept the tab open, it is no longer a preview tab. */
async function closePreview(after: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input, isPreview }) =>
        isPreview &&
        input instanceof vscode.TabInputTextDiff &&
        input.modified.toString() === after.toString(),
    );
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
