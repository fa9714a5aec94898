import { npm } from './shell.mjs';
import { ensureDependencies } from './install.mjs';

/** `npm run verify`: every check that a change must pass, with its result, and the pass rate. */

const CHECKS = [
  ['format', 'format:check'],
  ['lint', 'lint'],
  ['types', 'types'],
  ['layers', 'layers'],
  ['dead code', 'deadcode'],
  ['build', 'build'],
  ['tests', 'test'],
];

await ensureDependencies();
/** @type {{ name: string, passed: boolean, seconds: string }[]} */
const results = [];
for (const [name = '', script = ''] of CHECKS) {
  process.stdout.write(`\n── ${name} ──\n`);
  const start = Date.now();
  const passed = (await npm(['run', '--silent', script])) === 0;
  results.push({ name, passed, seconds: ((Date.now() - start) / 1000).toFixed(0) });
}

process.stdout.write('\n');
for (const { name, passed, seconds } of results) {
  process.stdout.write(`${passed ? '✓ pass' : '✗ FAIL'}  ${name.padEnd(10)} ${seconds} s\n`);
}
const passed = results.filter((result) => result.passed).length;
const rate = ((100 * passed) / results.length).toFixed(0);
process.stdout.write(`${passed} of ${results.length} checks passed (${rate} %)\n`);
process.exitCode = passed === results.length ? 0 : 1;
