import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, context, transform } from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  sourcemap: !production,
  minify: production,
  logLevel: watch ? 'info' : 'warning',
};
/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'], // bundlers cannot follow the UMD form of jsonc-parser
};
/**
 * esbuild splits only ES modules, and VS Code loads CommonJS: writes each file of a split build as CommonJS.
 * @type {import('esbuild').Plugin}
 */
const asCommonJs = {
  name: 'as-common-js',
  setup(built) {
    built.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles.filter(({ path }) => path.endsWith('.cjs'))) {
        const { code } = await transform(text, {
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          minify: production,
          sourcemap: production ? false : 'inline',
        });
        await writeFile(path, code);
      }
    });
  },
};
/**
 * Gives each entry point an export. For one without, esbuild wraps every module that it imports in a function, which V8
 * parses twice.
 * @type {import('esbuild').Plugin}
 */
const withExports = {
  name: 'with-exports',
  setup(built) {
    built.onLoad({ filter: /[/\\](?:main|extension)\.ts$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport {};\n`,
      loader: 'ts',
    }));
  },
};
/** @type {import('esbuild').BuildOptions[]} */
const targets = [
  {
    // What the extension and its processes share is in the package once.
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      cli: 'src/cli/main.ts',
      store: 'src/store/main.ts',
      trainer: 'src/ml/worker/main.ts',
      importer: 'src/history/process/main.ts',
    },
    external: ['vscode'],
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    sourcemap: production ? false : 'inline',
    write: false,
    plugins: [withExports, asCommonJs],
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...node,
    entryPoints: { guard: 'src/guard/start.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    // A function instead of a module: `guard/start.ts` calls it, and V8 caches its compiled code.
    ...node,
    entryPoints: { 'guard.main': 'src/guard/main.ts' },
    outdir: 'dist',
    banner: { js: '(function (require, module) {' },
    footer: { js: '})' },
    sourcemap: false,
  },
  {
    ...common,
    entryPoints: ['reviewer', 'dashboard', 'setup', 'explain'].flatMap((page) => [
      { in: `webview-ui/src/${page}/main.tsx`, out: page },
      { in: `webview-ui/src/${page}/${page}.css`, out: page },
    ]),
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    outdir: 'dist/webview',
  },
];

await rm('dist', { recursive: true, force: true }); // files of earlier builds would be packed, too
await mkdir('dist', { recursive: true });
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
await copyFile('src/guard/guard.sh', 'dist/guard.sh');
await copyFile('assets/programs.txt', 'dist/programs.txt');
for (const target of targets) {
  if (watch) await (await context(target)).watch();
  else await build(target);
}
