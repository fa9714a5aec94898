import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';

const ROOT = resolve(__dirname, '../..');

/** Rule, file it is asked about, and a text that breaks it there. */
const BREAKS: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-restricted-syntax', 'src/core/errors.ts', 'export enum Colour { red }'],
  ['no-restricted-syntax', 'src/core/errors.ts', 'export default 1;'],
  ['no-restricted-syntax', 'src/core/errors.ts', 'try { f(); } catch {}'],
  ['no-restricted-syntax', 'src/core/errors.ts', "import { z } from 'zod';"],
  ['no-restricted-syntax', 'webview-ui/src/common/host.ts', "document.body.innerHTML = 'x';"],
  ['no-restricted-syntax', 'src/providers/reviewPanel.ts', "page.innerHTML = 'x';"],
  ['no-restricted-imports', 'src/core/errors.ts', "import 'node:fs';"],
  ['no-restricted-imports', 'src/review/session.ts', "import 'fs/promises';"],
  ['no-restricted-globals', 'src/core/errors.ts', 'export const e = process.env;'],
  ['no-restricted-globals', 'src/matcher/dialect.ts', "export const r = new RegExp('x');"],
  ['no-restricted-properties', 'src/core/errors.ts', 'export const t = Date.now();'],
  ['no-restricted-properties', 'src/core/errors.ts', 'export const t = Math.random();'],
  ['complexity', 'src/store/lock.ts', `export const f = (x) => ${'x ? 1 : '.repeat(10)}0;`],
  [
    'max-depth',
    'src/store/lock.ts',
    `export function f() { ${'if (f) {'.repeat(4)}${'}'.repeat(5)}`,
  ],
  ['max-lines', 'src/store/lock.ts', 'export const x = 1;\n'.repeat(301)],
  ['no-console', 'src/store/lock.ts', "console.log('x');"],
  ['@typescript-eslint/no-explicit-any', 'src/core/errors.ts', 'export const x: any = 1;'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'test/support/tempFolder.ts',
    'export const x = [1][0]!;',
  ],
  ['@typescript-eslint/no-floating-promises', 'src/store/lock.ts', 'Promise.resolve(1);'],
  ['@typescript-eslint/no-floating-promises', 'scripts/shell.mjs', 'Promise.resolve(1);'],
];

describe('lint rules', function () {
  this.timeout(120_000);
  const eslint = new ESLint({ cwd: ROOT });

  for (const [rule, file, text] of BREAKS) {
    it(`${rule} refuses ${text.slice(0, 50).trim()} in ${file}`, async () => {
      const [result] = await eslint.lintText(text, { filePath: join(ROOT, file) });
      assert.ok(result?.messages.some((message) => message.ruleId === rule));
    });
  }
});
