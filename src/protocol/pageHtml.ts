/** The variable parts of a page. URIs come from `webview.asWebviewUri`. */
export interface PageParts {
  readonly title: string;
  /** The display language, a BCP 47 tag. */
  readonly language: string;
  /** All texts of the page by key. */
  readonly texts: Readonly<Record<string, string>>;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Passed to commands by the menus of the page, with the row. */
  readonly rowKey: string;
  /** New for each load. */
  readonly nonce: string;
}

/** The HTML document of a page. It can load only its own script, style and icon font. */
export function pageHtml(parts: PageParts): string {
  const { title, language, texts, scriptUri, styleUri, cspSource, rowKey, nonce } = parts;
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${attribute(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${attribute(title)}</title>
    <link rel="stylesheet" href="${attribute(styleUri)}" />
  </head>
  <body data-vscode-context="${attribute(JSON.stringify({ rowKey }))}">
    <div id="root" data-texts="${attribute(JSON.stringify(texts))}"></div>
    <script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
