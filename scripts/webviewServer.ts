import { build } from 'esbuild';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { pageHtml } from '../src/protocol/pageHtml';
import { pageTexts } from '../src/protocol/texts/pageTexts';

const ROOT = resolve(__dirname, '../webview-ui');

/** A running tester. */
export interface Tester {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds the pages and the tester in memory and serves them on this machine only. With port 0, any free port is used.
 * `isSmall`: serves the minified pages of the package, without data for debuggers; the browser may keep them, because
 * they do not change, which saves it compiling them for each page.
 */
export async function startTester(port: number, isSmall = false): Promise<Tester> {
  const files = await buildFiles(isSmall);
  files.set('/', await readFile(join(ROOT, 'dev/tester.html')));
  files.set('/tester.css', await readFile(join(ROOT, 'dev/tester.css')));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, kind, page] = PAGE_PATH.exec(pathname) ?? [];
    if (page === undefined) answer(response, pathname, files.get(pathname), isSmall);
    else answer(response, '.html', kind === 'frame' ? frameHtml(page) : documentOf(page).html);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The tester got no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
}

/** A page with the stand-in for VS Code, or as it ships. */
const PAGE_PATH = /^\/(frame|page)\/(reviewer|dashboard|setup|explain)$/;

async function buildFiles(isSmall: boolean): Promise<Map<string, Uint8Array | string>> {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [
      ...['reviewer', 'dashboard', 'setup', 'explain'].flatMap((page) => [
        { in: `src/${page}/main.tsx`, out: page },
        { in: `src/${page}/${page}.css`, out: page },
      ]),
      { in: 'dev/frame.ts', out: 'frame' },
      { in: 'dev/tester.ts', out: 'tester' },
    ],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: isSmall,
    sourcemap: isSmall ? false : 'inline',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    outdir: 'dist',
    logLevel: 'warning',
  });
  const out = join(ROOT, 'dist');
  return new Map(
    result.outputFiles.map((file) => [
      file.path.slice(out.length).replaceAll('\\', '/'),
      file.contents,
    ]),
  );
}

/** The document with a replacement for VS Code's API before the page's own script. */
function frameHtml(page: string): string {
  const { html, nonce } = documentOf(page);
  const standIn = `<script nonce="${nonce}" src="/frame.js"></script>`;
  return html.replace('<div id="root"', `${standIn}\n    <div id="root"`);
}

/** The document that the panels use. */
function documentOf(page: string): { readonly html: string; readonly nonce: string } {
  const nonce = randomBytes(16).toString('base64url');
  const html = pageHtml({
    title: page,
    language: 'en',
    texts: pageTexts(),
    scriptUri: `/${page}.js`,
    styleUri: `/${page}.css`,
    cspSource: "'self'",
    rowKey: '',
    nonce,
  });
  return { html, nonce };
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};

function answer(
  response: ServerResponse,
  path: string,
  body: Uint8Array | string | undefined,
  isKept = false,
): void {
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'text/html';
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': isKept ? 'max-age=3600, immutable' : 'no-store',
  });
  response.end(body);
}
