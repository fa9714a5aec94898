import { mkdir, open, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { agreedBrowser, ensureDependencies, ensureHost } from './install.mjs';
import { runLimited } from './runLimited.mjs';
import { ROOT, npm, step } from './shell.mjs';
import { kinds } from './testKinds.mjs';
import { forgetResult, readResult, resultFile, summary, withSecondRun } from './testResult.mjs';

/**
 * `npm test [-- KIND…]`: installs what is missing, runs all or the given kinds of tests, and sums up. The last line is
 * `N passed, N failed`. A kind without a result, or that ends with an error after one, counts as failed: a missing
 * result never counts as success.
 */

const LIMIT_MS = 25 * 60_000;
/** Number of kinds that run concurrently: one more than processors, because a kind often waits for other programs. */
const LANES = Math.min(3, availableParallelism() + 1);

/** @typedef {import('./testKinds.mjs').Kind} Kind */

/**
 * What kinds of tests need and is being installed. Each resolves to the reason if it could not be installed.
 * @typedef {Readonly<Record<'host' | 'browser', Promise<string | undefined>>>} Installs
 */

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
 * Installs the packages that are missing, and builds. VS Code and the browser are still being installed when it resolves,
 * because that mostly waits for downloads.
 * @param {readonly Kind[]} wanted
 * @returns {Promise<Installs>}
 */
async function prepare(wanted) {
  const needs = new Set(wanted.flatMap((kind) => kind.needs));
  const agreed = needs.has('browser') ? await agreedBrowser().catch(messageOf) : undefined;
  const installs = {
    host: reasonOf(needs.has('host') ? ensureHost() : undefined),
    browser: typeof agreed === 'string' ? Promise.resolve(agreed) : reasonOf(agreed?.()),
  };
  await ensureDependencies();
  await mkdir(join(ROOT, 'test-results'), { recursive: true });
  await step('Building and packing', async () => {
    if ((await npm(['run', '--silent', 'package'])) !== 0) throw new Error('The build failed.');
  });
  return installs;
}

/** @param {Promise<unknown> | undefined} work @returns {Promise<string | undefined>} */
async function reasonOf(work) {
  try {
    await work;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
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
 * Runs as many kinds concurrently as there are lanes, each as soon as a lane is free. A kind whose needs are still being
 * installed lets others go first. Reports the running ones every half minute.
 * @param {readonly Kind[]} wanted
 * @param {Installs} installs
 * @param {(kind: Kind) => Promise<void>} run
 */
async function inLanes(wanted, installs, run) {
  const start = Date.now();
  const waiting = [...wanted];
  /** @type {Set<string>} */
  const now = new Set();
  const heartbeat = setInterval(() => {
    const seconds = ((Date.now() - start) / 1000).toFixed(0);
    process.stdout.write(`  … ${[...now].join(' and ')}, ${seconds} s\n`);
  }, 30_000);
  /** @type {Set<string>} */
  const installed = new Set();
  for (const need of /** @type {const} */ (['host', 'browser'])) {
    void installs[need].then(() => installed.add(need));
  }
  // What is installed already is known one turn later.
  await setImmediate();
  const next = () => {
    const ready = waiting.find(({ needs }) => needs.every((need) => installed.has(need)));
    const kind = ready ?? waiting[0];
    if (kind !== undefined) waiting.splice(waiting.indexOf(kind), 1);
    return kind;
  };
  const lane = async () => {
    for (let kind = next(); kind !== undefined; kind = next()) {
      await Promise.all(kind.needs.map((need) => installs[need]));
      now.add(kind.kind);
      await run(kind);
      now.delete(kind.kind);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
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
  const installs = await prepare(wanted);
  await inLanes(wanted, installs, async (kind) => {
    const reasons = await Promise.all(kind.needs.map((need) => installs[need]));
    const stopped = reasons.find((reason) => reason !== undefined);
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
