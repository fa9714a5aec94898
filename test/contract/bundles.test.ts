import assert from 'node:assert/strict';
import { buildSync } from 'esbuild';

/** What the build of the package does with a program, but for writing it. */
function bundleOf(entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['vscode'],
  });
  return outputFiles[0]?.text ?? '';
}

describe('a bundle', () => {
  // One other character, as in a regular expression, makes V8 keep all of the source with two bytes a character.
  for (const program of ['extension.ts', 'guard/main.ts', 'store/main.ts', 'ml/worker/main.ts']) {
    it(`of ${program} has ASCII characters only`, () => {
      assert.deepEqual(bundleOf(`src/${program}`).match(/.{0,40}[^\0-\x7f].{0,40}/g), null);
    });
  }
});
