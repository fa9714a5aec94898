import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser, ensureDependencies, ensureHost } from './install.mjs';
import { runLimited } from './runLimited.mjs';
import { ROOT, npm, step } from './shell.mjs';
import { forgetResult, readResult, resultFile, summary } from './testResult.mjs';

/**
 * `npm test`: installs what is missing, runs every kind of test and sums up. The last line is `N passed, N failed`.
 * A kind that leaves no result, or ends badly after one, counts as failed: nothing is green by silence.
 */

const LIMIT_MS = 10 * 60_000;
const FUZZ_SECONDS = 30;

/** @typedef {{ kind: string, args: readonly string[], writesResult: boolean }} Kind */

/** @param {string} kind @param {readonly string[]} [more] @returns {Kind} */
const mocha = (kind, more = []) => ({
  kind,
  args: ['node_modules/mocha/bin/mocha.js', ...more, `test/${kind}/**/*.test.ts`],
  writesResult: true,
});

/** @returns {readonly Kind[]} */
function kinds() {
  const seed = String(Date.now() % 1_000_000);
  const tsx = 'node_modules/tsx/dist/cli.mjs';
  return [
    mocha('unit'),
    mocha('contract'),
    mocha('process', ['--timeout', '120000']),
    mocha('webview'),
    { kind: 'host', args: ['scripts/testHost.mjs'], writesResult: true },
    mocha('ui', ['--timeout', '180000']),
    mocha('faults', ['--timeout', '300000']),
    {
      kind: 'fuzz',
      args: [tsx, 'test/bench/fuzz.ts', '--seconds', String(FUZZ_SECONDS), '--seed', seed],
      writesResult: false,
    },
  ];
}

async function prepare() {
  await ensureDependencies();
  await ensureHost();
  await ensureBrowser();
  await mkdir(join(ROOT, 'test-results'), { recursive: true });
  await step('Building and packing', async () => {
    if ((await npm(['run', '--silent', 'package'])) !== 0) throw new Error('The build failed.');
  });
}

/**
 * @param {Kind} kind
 * @returns {Promise<import('./testResult.mjs').TestResult>}
 */
async function runKind({ kind, args, writesResult }) {
  await forgetResult(kind);
  const start = Date.now();
  process.stdout.write(`\n── ${kind} ──\n`);
  const code = await runLimited(args, {
    limitMs: LIMIT_MS,
    env: { RULEWRIGHT_TEST_RESULT: resultFile(kind) },
  });
  const result = writesResult ? await counted(kind, code) : exitOnly(kind, code);
  process.stdout.write(`${summary(kind, result, (Date.now() - start) / 1000)}\n`);
  return result;
}

/** @param {string} kind @param {number} code */
function exitOnly(kind, code) {
  return code === 0
    ? { passes: 1, failures: 0, passed: [kind], failed: [], pending: [] }
    : endedBadly(kind, code);
}

/** @param {string} kind @param {number} code */
async function counted(kind, code) {
  const result = await readResult(kind);
  if (code === 0 || result.failures > 0) return result;
  return { ...result, ...endedBadly(kind, code), passes: result.passes };
}

/** @param {string} kind @param {number} code @returns {import('./testResult.mjs').TestResult} */
function endedBadly(kind, code) {
  const failed = [{ title: kind, error: `Ended with exit code ${code} although no test failed.` }];
  return { passes: 0, failures: 1, passed: [], failed, pending: [] };
}

const total = { passes: 0, failures: 0 };
try {
  await prepare();
  for (const kind of kinds()) {
    const { passes, failures } = await runKind(kind);
    total.passes += passes;
    total.failures += failures;
  }
} catch (error) {
  process.stdout.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  total.failures += 1;
}
process.stdout.write(`\n${total.passes} passed, ${total.failures} failed\n`);
process.exitCode = total.failures === 0 && total.passes > 0 ? 0 : 1;
