import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import * as z from 'zod';

const ROOT = resolve(__dirname, '../..');
const IN_SOURCE = [
  'complexity',
  'max-depth',
  'max-lines',
  'no-console',
  'no-restricted-syntax',
  '@typescript-eslint/no-explicit-any',
  '@typescript-eslint/no-floating-promises',
  '@typescript-eslint/switch-exhaustiveness-check',
  'texts/formatted-numbers',
];
const PURE = [
  ...['no-restricted-imports', 'no-restricted-globals', 'no-restricted-properties'],
  ...IN_SOURCE,
];

/** Code that must be rejected in a file of each part of the tree. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'src/core/errors.ts': PURE,
  'src/ml/features/features.ts': PURE,
  'src/review/session.ts': PURE,
  'src/agents/registry.ts': PURE,
  'src/protocol/reviewer.ts': PURE,
  'src/matcher/matcher.ts': PURE,
  'src/policy/evaluate.ts': ['no-restricted-globals', ...IN_SOURCE],
  'src/policy/publishedPolicy.ts': ['no-restricted-globals', ...IN_SOURCE],
  'src/ml/worker/main.ts': ['no-restricted-globals', ...IN_SOURCE],
  'src/guard/main.ts': ['no-restricted-globals', ...IN_SOURCE],
  'src/store/lock.ts': IN_SOURCE,
  'src/providers/reviewPanel.ts': IN_SOURCE,
  'webview-ui/src/common/host.ts': IN_SOURCE,
  'scripts/shell.mjs': ['no-restricted-syntax', '@typescript-eslint/no-floating-promises'],
  'test/support/tempFolder.ts': ['@typescript-eslint/no-non-null-assertion'],
};
/** Code that must be rejected where data must not become markup. */
const MARKUP = [
  'src/protocol/reviewer.ts',
  'src/providers/reviewPanel.ts',
  'webview-ui/src/common/host.ts',
];

const Config = z.looseObject({ rules: z.record(z.string(), z.array(z.unknown())) });

/** Checks that the configuration applies to the intended files; ESLint's rules themselves are not tested. */
describe('the configuration of ESLint', function () {
  this.timeout(60_000);
  const eslint = new ESLint({ cwd: ROOT });
  const rulesOf = async (file: string): Promise<Readonly<Record<string, readonly unknown[]>>> =>
    Config.parse(await eslint.calculateConfigForFile(join(ROOT, file))).rules;

  for (const [file, refused] of Object.entries(REFUSED)) {
    it(`is in force in ${file}`, async () => {
      assert.ok(existsSync(join(ROOT, file)), 'there is no such file');
      const rules = await rulesOf(file);
      assert.deepEqual(
        refused.filter((rule) => rules[rule]?.[0] !== 2),
        [],
      );
    });
  }

  for (const file of MARKUP) {
    it(`keeps data from becoming markup in ${file}`, async () => {
      assert.match(JSON.stringify((await rulesOf(file))['no-restricted-syntax']), /innerHTML/);
    });
  }
});
