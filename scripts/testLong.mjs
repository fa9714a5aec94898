import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDependencies } from './install.mjs';
import { runLimited } from './runLimited.mjs';
import { ROOT } from './shell.mjs';

/**
 * `npm run test:long`: the long variants of tests (a thousand kills, ten thousand flipped bits, two thousand random
 * sequences) and ten minutes of fuzzing. Takes an hour or two; `npm test` runs the short variants.
 */

const LIMIT_MS = 3 * 3_600_000;
const FUZZ_SECONDS = 600;

await ensureDependencies();
const names = await readdir(join(ROOT, 'test'), { recursive: true });
const tests = names.filter((name) => name.endsWith('.test.ts')).map((name) => join('test', name));
/** @type {string[]} */
const long = [];
for (const test of tests) {
  if ((await readFile(join(ROOT, test), 'utf8')).includes('support/longForm')) long.push(test);
}
const runs = [
  ['node_modules/mocha/bin/mocha.js', ...long],
  ['node_modules/tsx/dist/cli.mjs', 'test/bench/fuzz.ts', '--seconds', String(FUZZ_SECONDS)],
];
let failed = 0;
for (const args of runs) {
  process.stdout.write(`\n── ${args.join(' ')} ──\n`);
  const env = { RULEWRIGHT_LONG: '1' };
  if ((await runLimited(args, { limitMs: LIMIT_MS, env })) !== 0) failed += 1;
}
process.stdout.write(`\n${runs.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
