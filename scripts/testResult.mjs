import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './shell.mjs';

/**
 * @typedef {{ passes: number, failures: number, passed: string[], failed: Failure[], pending: string[] }} TestResult
 * @typedef {{ title: string, error: string, file?: string | undefined }} Failure `file`: the file of the test
 */

/** @param {string} kind */
export function resultFile(kind) {
  return join(ROOT, 'test-results', `${kind}.json`);
}

/**
 * Deletes the result of an earlier run, so that it cannot be mistaken for that of this run.
 * @param {string} kind
 */
export function forgetResult(kind) {
  return rm(resultFile(kind), { force: true });
}

/**
 * The result of a run of tests. No result, or a run without tests, is a failure.
 * @param {string} kind
 * @returns {Promise<TestResult>}
 */
export async function readResult(kind) {
  try {
    const result = JSON.parse(await readFile(resultFile(kind), 'utf8'));
    if (result.passes + result.failures > 0) return result;
    return nothing(kind, 'ran no test');
  } catch (error) {
    return nothing(
      kind,
      `left no result (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** @param {string} kind @param {string} what @returns {TestResult} */
function nothing(kind, what) {
  const failed = [{ title: `${kind} tests`, error: `The run ${what}.` }];
  return { passes: 0, failures: 1, passed: [], failed, pending: [] };
}

/**
 * Formats the result of a kind: each failure followed by its indented error, each test that was not run, and the
 * counts.
 * @param {string} kind
 * @param {Pick<TestResult, 'passes' | 'failures' | 'failed' | 'pending'>} result
 * @param {number} seconds
 */
export function summary(kind, { passes, failures, failed, pending }, seconds) {
  const counts = `${passes} passed, ${failures} failed, ${pending.length} pending`;
  return [
    ...failed.map(({ title, error }) => `✗ ${title}\n${error.replaceAll(/^/gm, '    ')}`),
    ...pending.map((title) => `- pending: ${title}`),
    `${kind}: ${counts} in ${seconds.toFixed(0)} s`,
  ].join('\n');
}

/**
 * The result of a kind whose failed files ran a second time: tests that passed in either run, and tests that failed in
 * the second.
 * @param {TestResult} first
 * @param {TestResult} second
 * @returns {TestResult}
 */
export function withSecondRun(first, second) {
  const again = new Set([...second.passed, ...second.failed.map(({ title }) => title)]);
  const passed = [...first.passed.filter((title) => !again.has(title)), ...second.passed];
  return {
    ...second,
    passes: passed.length,
    passed,
    pending: [...first.pending, ...second.pending],
  };
}
