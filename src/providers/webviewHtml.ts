import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from '../protocol/pageHtml';
import { pageTexts } from '../protocol/texts/pageTexts';
import { ROW_KEY } from './viewRows';

/** The name of a page bundle in dist/webview. */
export type Page = 'reviewer' | 'dashboard' | 'setup' | 'explain';

/** Options that restrict a page to its own bundle. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')],
  };
}

/** The document of a page, with its texts and a new nonce for its script. It contains no other data. */
export function webviewHtml(
  webview: Pick<vscode.Webview, 'asWebviewUri' | 'cspSource'>,
  extensionUri: vscode.Uri,
  page: Page,
  title: string,
): string {
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  return pageHtml({
    title,
    language: vscode.env.language,
    texts: pageTexts(),
    scriptUri: file(`${page}.js`),
    styleUri: file(`${page}.css`),
    cspSource: webview.cspSource,
    rowKey: ROW_KEY,
    nonce: randomBytes(24).toString('base64url'),
  });
}
