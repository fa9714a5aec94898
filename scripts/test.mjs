import { mkdir, open, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, ensureDependencies, ensureHost } from './install.mjs';
import { runLimited } from './runLimited.mjs';
import { ROOT, npm, step } from './shell.mjs';
import { kinds } from './testKinds.mjs';
import { forgetResult, readResult, resultFile, summary, withSecondRun } from './testResult.mjs';

/**
 * `npm test [-- KIND…]`: installs what is missing, runs all or the given kinds of tests, and sums up. The last line is
 * `N passed, N failed`. A kind without a result, or that ends with an error after one, counts as failed: a missing
 * result never counts as success.
 */

const LIMIT_MS = 15 * 60_000;
/** Number of kinds that run concurrently, because they mostly wait. */
const LANES = 2;

/** @typedef {import('./testKinds.mjs').Kind} Kind */

/** The given kinds, or all. */
function chosen() {
  const names = process.argv.slice(2);
  const all = kinds();
  const unknown = names.filter((name) => !all.some(({ kind }) => kind === name));
  if (unknown.length > 0) {
    const known = all.map(({ kind }) => kind).join(', ');
    throw new Error(`There is no kind of test named ${unknown.join(', ')}. Kinds: ${known}`);
  }
  return names.length === 0 ? all : all.filter(({ kind }) => names.includes(kind));
}

/**
 * Installs what is missing. Resolves to the reason if there is no browser.
 * @param {readonly Kind[]} wanted
 * @returns {Promise<string | undefined>}
 */
async function prepare(wanted) {
  const needs = new Set(wanted.flatMap((kind) => kind.needs));
  // Both mostly wait for downloads.
  await Promise.all([ensureDependencies(), needs.has('host') ? ensureHost() : undefined]);
  const missing = needs.has('browser')
    ? await ensureBrowser().then(() => undefined, messageOf)
    : undefined;
  await mkdir(join(ROOT, 'test-results'), { recursive: true });
  await step('Building and packing', async () => {
    if ((await npm(['run', '--silent', 'package'])) !== 0) throw new Error('The build failed.');
  });
  return missing;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a kind. Its output is printed at its end, because another kind may run concurrently.
 * @param {Kind} kind
 * @returns {Promise<import('./testResult.mjs').TestResult>}
 */
async function runKind(kind) {
  const start = Date.now();
  const first = await runOnce(kind, kind.args);
  const result = kind.again === undefined ? first : await runFailedAgain(kind, kind.again, first);
  process.stdout.write(`${summary(kind.kind, result, (Date.now() - start) / 1000)}\n\n`);
  return result;
}

/**
 * Runs the files with failed tests once more, and reports it.
 * @param {Kind} kind
 * @param {readonly string[]} args
 * @param {import('./testResult.mjs').TestResult} first
 */
async function runFailedAgain(kind, args, first) {
  const files = [...new Set(first.failed.flatMap(({ file }) => file ?? []))];
  if (files.length === 0) return first;
  for (const { title, error } of first.failed) {
    process.stdout.write(`↻ Runs again: ${title}\n${error}\n`);
  }
  return withSecondRun(first, await runOnce(kind, [...args, ...files]));
}

/**
 * @param {Kind} kind
 * @param {readonly string[]} args
 * @returns {Promise<import('./testResult.mjs').TestResult>}
 */
async function runOnce({ kind, writesResult }, args) {
  await forgetResult(kind);
  const path = join(ROOT, 'test-results', `${kind}.log`);
  const log = await open(path, 'w');
  const code = await runLimited(args, {
    limitMs: LIMIT_MS,
    env: { RULEWRIGHT_TEST_RESULT: resultFile(kind) },
    output: log.fd,
  });
  await log.close();
  process.stdout.write(`\n── ${kind} ──\n${await readFile(path, 'utf8')}\n`);
  return writesResult ? counted(kind, code) : exitOnly(kind, code);
}

/**
 * Runs as many kinds concurrently as there are lanes, each as soon as a lane is free. Reports the running ones every
 * half minute.
 * @param {readonly Kind[]} wanted
 * @param {(kind: Kind) => Promise<void>} run
 */
async function inLanes(wanted, run) {
  const start = Date.now();
  const waiting = [...wanted];
  /** @type {Set<string>} */
  const now = new Set();
  const heartbeat = setInterval(() => {
    const seconds = ((Date.now() - start) / 1000).toFixed(0);
    process.stdout.write(`  … ${[...now].join(' and ')}, ${seconds} s\n`);
  }, 30_000);
  const lane = async () => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      now.add(kind.kind);
      await run(kind);
      now.delete(kind.kind);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(LANES, availableParallelism()) }, lane));
  } finally {
    clearInterval(heartbeat);
  }
}

/** @param {string} kind @param {string} why */
function notRun(kind, why) {
  process.stdout.write(`\n── ${kind} ──\n✗ Not run: ${why}\n`);
  return { passes: 0, failures: 1 };
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
  const wanted = chosen();
  const noBrowser = await prepare(wanted);
  await inLanes(wanted, async (kind) => {
    const stopped = kind.needs.includes('browser') ? noBrowser : undefined;
    const { passes, failures } =
      stopped === undefined ? await runKind(kind) : notRun(kind.kind, stopped);
    total.passes += passes;
    total.failures += failures;
  });
} catch (error) {
  process.stdout.write(`✗ ${messageOf(error)}\n`);
  total.failures += 1;
}
process.stdout.write(`\n${total.passes} passed, ${total.failures} failed\n`);
process.exitCode = total.failures === 0 && total.passes > 0 ? 0 : 1;
