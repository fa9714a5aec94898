import { copyFile, mkdir } from 'node:fs/promises';
import { build, context } from 'esbuild';

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
/** @type {import('esbuild').BuildOptions[]} */
const targets = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'], outdir: 'dist' },
  {
    ...node,
    entryPoints: {
      cli: 'src/cli/main.ts',
      guard: 'src/guard/start.ts',
      store: 'src/store/main.ts',
      trainer: 'src/ml/worker/main.ts',
      importer: 'src/history/process/main.ts',
    },
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

await mkdir('dist', { recursive: true });
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
await copyFile('src/guard/guard.sh', 'dist/guard.sh');
await copyFile('assets/programs.txt', 'dist/programs.txt');
for (const target of targets) {
  if (watch) await (await context(target)).watch();
  else await build(target);
}
