import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './install.mjs';
import { runLimited } from './runLimited.mjs';
import { ROOT } from './shell.mjs';

/**
 * `npm run test:long`: the long variants of tests (a thousand kills, ten thousand flipped bits, two thousand random
 * sequences, a spool of 100 000 lines) and ten minutes of fuzzing. Takes an hour or two; `npm test` runs the short
 * variants.
 *
 * `npm run test:long -- kill --grep 'the log'`: only test files whose path contains one of these names, or `fuzz`; of
 * their tests only those whose title matches the pattern.
 */

const LIMIT_MS = 3 * 3_600_000;
const FUZZ_SECONDS = 600;

const { positionals: parts, values } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' } },
});
const isWanted = (/** @type {string} */ name) =>
  parts.length === 0 || parts.some((part) => name.includes(part));

await ensureDependencies();
const names = await readdir(join(ROOT, 'test'), { recursive: true });
const tests = names.filter((name) => name.endsWith('.test.ts')).map((name) => join('test', name));
/** @type {string[]} */
const long = [];
let hasLongInHost = false;
for (const test of tests) {
  const isLong = (await readFile(join(ROOT, test), 'utf8')).includes('support/longForm');
  if (!isLong || !isWanted(test)) continue;
  if (test.startsWith(join('test', 'host'))) hasLongInHost = true;
  else long.push(test);
}
const only = values.grep === undefined ? [] : ['--grep', values.grep];
const fuzz = ['node_modules/tsx/dist/cli.mjs', 'test/bench/fuzz.ts', '--seconds'];
const runs = [
  ...(long.length === 0 ? [] : [['node_modules/mocha/bin/mocha.js', ...only, ...long]]),
  ...(hasLongInHost ? [['--import', 'tsx', 'scripts/testHost.mjs', ...only]] : []),
  ...(isWanted('fuzz') ? [[...fuzz, String(FUZZ_SECONDS)]] : []),
];
if (runs.length === 0)
  process.stderr.write(`No part has one of these names: ${parts.join(', ')}\n`);
let failed = 0;
for (const args of runs) {
  process.stdout.write(`\n── ${args.join(' ')} ──\n`);
  const env = { RULEWRIGHT_LONG: '1' };
  if ((await runLimited(args, { limitMs: LIMIT_MS, env })) !== 0) failed += 1;
}
process.stdout.write(`\n${runs.length - failed} passed, ${failed} failed\n`);
process.exitCode = runs.length > 0 && failed === 0 ? 0 : 1;
