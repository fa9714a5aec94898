import { spawn } from 'node:child_process';
import { ROOT, npmProgram } from './shell.mjs';
import { countsOf, isGreen, sumOf } from './testSummary.mjs';

/**
 * What continuous integration runs, from a fresh clone: `npm test`, then the real agent hosts. The last line sums
 * both: `N passed, N failed`.
 */

const PARTS = ['test', 'test:hosts'];
/** Enough to hold a last line. */
const KEPT_CHARACTERS = 1_000;

/**
 * Passes on what a script prints. Resolves to its counts.
 * @param {string} script
 * @returns {Promise<import('./testSummary.mjs').Counts>}
 */
function runPart(script) {
  const { program, args, env } = npmProgram();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, 'run', '--silent', script], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      process.stdout.write(piece);
      output = (output + piece).slice(-KEPT_CHARACTERS);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const counts = countsOf(output, code ?? 1);
      if (code !== 0) process.stdout.write(`✗ npm run ${script} ended with exit code ${code}.\n`);
      resolve(counts);
    });
  });
}

const counts = [];
for (const part of PARTS) {
  process.stdout.write(`\n══ npm run ${part} ══\n`);
  counts.push(await runPart(part));
}
const total = sumOf(counts);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = isGreen(total) ? 0 : 1;
