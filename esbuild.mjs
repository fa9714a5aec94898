import { build, context } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const common = {
  bundle: true,
  sourcemap: !process.argv.includes('--production'),
  minify: process.argv.includes('--production'),
  logLevel: 'warning',
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const targets = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    outdir: 'dist',
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts', guard: 'src/cli/guard.ts', trainer: 'src/trainer/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...common,
    entryPoints: ['reviewer', 'dashboard'].flatMap((page) => [
      { in: `webview-ui/src/${page}/main.tsx`, out: page },
      { in: `webview-ui/src/${page}/${page}.css`, out: page },
    ]),
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    outdir: 'dist/webview',
  },
];

await mkdir('dist', { recursive: true });
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
for (const target of targets) {
  if (watch) await (await context(target)).watch();
  else await build(target);
}
