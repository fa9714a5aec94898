import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const common = { bundle: true, sourcemap: !production, minify: production, logLevel: 'warning' };
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'], // the UMD form of jsonc-parser hides its parts from bundlers
};
const targets = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'], outdir: 'dist' },
  {
    ...node,
    entryPoints: {
      cli: 'src/cli/main.ts',
      guard: 'src/cli/guard.ts',
      trainer: 'src/trainer/main.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...common,
    entryPoints: {
      reviewer: 'webview-ui/src/reviewer.ts',
      dashboard: 'webview-ui/src/dashboard.ts',
    },
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    outdir: 'dist/webview',
  },
];

if (!watch) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await copyFile('node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm');
for (const target of targets) {
  target.entryPoints = Object.fromEntries(
    Object.entries(target.entryPoints).filter(([, file]) => existsSync(file)),
  );
  if (watch) await (await context(target)).watch();
  else await build(target);
}
