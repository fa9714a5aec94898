/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * The counts of a run of tests from what it printed and how it ended. Its last line is `N passed, N failed`; a run
 * that prints no such line, or ends badly although nothing failed, counts as a failure.
 * @param {string} output
 * @param {number} code
 * @returns {Counts}
 */
export function countsOf(output, code) {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const found = /^(\d+) passed, (\d+) failed$/.exec(line);
  if (found === null) return { passed: 0, failed: 1 };
  const [passed, failed] = [Number(found[1]), Number(found[2])];
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/**
 * The lines of a run that name a failure, each once, in the order printed.
 * @param {string} output
 * @returns {readonly string[]}
 */
export function failuresOf(output) {
  return [...new Set(output.split('\n').filter((line) => line.startsWith('✗ ')))];
}

/** @param {readonly Counts[]} parts @returns {Counts} */
export function sumOf(parts) {
  return parts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/** @param {Counts} counts */
export function isGreen({ passed, failed }) {
  return failed === 0 && passed > 0;
}
