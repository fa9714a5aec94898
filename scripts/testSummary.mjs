/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * The counts of a test run from its output and exit code. The last line of the output is `N passed, N failed`; a run
 * without such a line, or that ends with an error although nothing failed, counts as a failure.
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

/** Number of lines of an error that are repeated with its failure: the message and where it was thrown. */
const ERROR_LINES = 15;

/**
 * The failures of a run, each once, in the order printed: its line, and the first of the indented lines below it, which
 * contain the reason.
 * @param {string} output
 * @returns {readonly string[]}
 */
export function failuresOf(output) {
  const lines = output.split('\n');
  const found = lines.flatMap((line, at) => {
    if (!line.startsWith('✗ ')) return [];
    const after = lines.slice(at + 1, at + 1 + ERROR_LINES);
    const end = after.findIndex((next) => !next.startsWith(' '));
    return [[line, ...after.slice(0, end < 0 ? ERROR_LINES : end)].join('\n')];
  });
  return [...new Set(found)];
}

/**
 * The lines that name a test whose file was run again, in the order printed.
 * @param {string} output
 */
export function againIn(output) {
  return output.split('\n').filter((line) => line.startsWith('↻ '));
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
