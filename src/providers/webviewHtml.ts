import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** One page bundle in dist/webview: `reviewer` or `dashboard`. */
export type Page = 'reviewer' | 'dashboard';

/** Options that let a page load its own bundle and nothing else. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')],
  };
}

/** The HTML around a page: no inline script or style, a fresh nonce for its one script, no data. */
export function webviewHtml(
  webview: Pick<vscode.Webview, 'asWebviewUri' | 'cspSource'>,
  extensionUri: vscode.Uri,
  page: Page,
  title: string,
): string {
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const own = webview.cspSource;
  const policy = [
    `default-src 'none'`,
    `style-src ${own}`,
    `font-src ${own}`,
    `img-src ${own}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${file(`${page}.css`)}">
  <title>${title}</title>
</head>
<body>
  <div id="root"></div>
  <script nonce="${nonce}" src="${file(`${page}.js`)}"></script>
</body>
</html>`;
}
