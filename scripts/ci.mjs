import { spawn } from 'node:child_process';
import { ROOT, npmProgram } from './shell.mjs';
import { againIn, countsOf, failuresOf, isGreen, sumOf } from './testSummary.mjs';

/**
 * The checks of continuous integration, from a fresh clone: `npm test`, then the real agent hosts. At the end it
 * repeats every failure and every test that was run again, because a log may be truncated in the middle. The last line
 * sums up both: `N passed, N failed`.
 */

const PARTS = ['test', 'test:hosts'];

/**
 * Runs a script and prints its output. Resolves to its counts, and the lines to repeat at the end.
 * @param {string} script
 * @returns {Promise<import('./testSummary.mjs').Counts & { named: readonly string[] }>}
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
      output += piece;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const counts = countsOf(output, code ?? 1);
      if (code !== 0) process.stdout.write(`✗ npm run ${script} ended with exit code ${code}.\n`);
      resolve({ ...counts, named: [...againIn(output), ...failuresOf(output)] });
    });
  });
}

const counts = [];
for (const part of PARTS) {
  process.stdout.write(`\n══ npm run ${part} ══\n`);
  counts.push(await runPart(part));
}
for (const line of counts.flatMap(({ named }) => named)) process.stdout.write(`\n${line}`);
const total = sumOf(counts);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = isGreen(total) ? 0 : 1;
