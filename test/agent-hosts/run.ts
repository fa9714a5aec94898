import { cp, lstat, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ROOT } from '../../scripts/shell.mjs';
import { CASES, CASES_OF_GUARD, type Case } from './cases';
import type { AgentHost } from './host';
import { installHost, type InstalledHost } from './installHost';
import { judge, type Judgement } from './judge';
import { stopAll } from './processTree';
import { runCase } from './runCase';
import { canOpenWindow, closeWindow, runWindow, WINDOW } from './window';

/*
 * `npm run test:hosts [-- HOST … [--case NAME …] [--all] [--older] [--keep] [--record]]`: tests the real agent hosts
 * with a model server on 127.0.0.1 and hooks installed by the product. The last line is `N passed, N failed`.
 */

const AT_ONCE = 2;
const LIMIT_MS = 25 * 60_000;
const RESULTS = join(ROOT, 'test-results', 'agent-hosts');

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only these cases. */
    case: { type: 'string', multiple: true },
    /** Every case on every host; exceeds the time limit of a slow machine. */
    all: { type: 'boolean', default: false },
    /** The newest versions that are at least three months old. */
    older: { type: 'boolean', default: false },
    /** Also keeps the folders of cases that pass. */
    keep: { type: 'boolean', default: false },
    /** Records the input of hooks as `hooks.json` in each folder. Implies `--keep`. */
    record: { type: 'boolean', default: false },
  },
});

interface Job {
  readonly name: string;
  /** A description of the job. */
  readonly title: string;
  /** Runs it in an empty folder, which keeps its logs. */
  readonly run: (root: string) => Promise<Judgement>;
}

const total = { passed: 0, failed: 0 };
const interrupted = new AbortController();
const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function fail(title: string, problems: readonly string[]): void {
  total.failed += 1;
  printLine([`✗ ${title}`, ...problems.map((problem) => `    ${problem}`)].join('\n'));
}

/** One host for each file in `hosts/`. */
async function allHosts(): Promise<readonly AgentHost[]> {
  const folder = join(ROOT, 'test/agent-hosts/hosts');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    names.map(async (name) => {
      const module: unknown = await import(pathToFileURL(join(folder, name)).href);
      // Each file exports an AgentHost by this name, which tsc checks.
      return (module as { readonly host: AgentHost }).host;
    }),
  );
}

/** The requested items. An unknown name is an error, so that nothing passes because nothing ran. */
function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  if (names === undefined || names.length === 0) return all;
  const unknown = names.find((name) => !all.some((item) => item.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(', ');
    throw new Error(`There is no ${unknown}. There are: ${known}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}

async function installAll(hosts: readonly AgentHost[]): Promise<readonly InstalledHost[]> {
  const ready: InstalledHost[] = [];
  for (const host of hosts) {
    try {
      const installed = await installHost(host, options.older);
      if (typeof installed === 'string') printLine(`• ${host.name} is skipped: ${installed}.`);
      else ready.push(installed);
    } catch (error) {
      fail(host.name, [textOf(error)]);
    }
  }
  return ready;
}

async function runJob({ name, title, run }: Job): Promise<void> {
  const logs = join(RESULTS, name.replace(' ', '-'));
  const prefix = `rulewright-${name.split(' ')[0] ?? ''}-`;
  const root = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  const start = Date.now();
  const { problems, limits } = await run(root).catch((error: unknown) => ({
    problems: [textOf(error)],
    limits: [],
  }));
  if (problems.length > 0 || options.keep || options.record) {
    await mkdir(RESULTS, { recursive: true });
    await cp(root, logs, { recursive: true, verbatimSymlinks: true, filter: isNoSocket });
  }
  await rm(root, { recursive: true, force: true });
  if (problems.length > 0) {
    fail(`${name}: ${title}`, [...problems, `logs: ${logs}`]);
    return;
  }
  total.passed += 1;
  printLine(`✓ ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  for (const { check, reason } of limits) printLine(`    limit of the host: ${check}. ${reason}`);
}

/** Sockets cannot be copied. */
async function isNoSocket(path: string): Promise<boolean> {
  return !(await lstat(path)).isSocket();
}

/** Adjacent jobs are for different hosts, so that concurrent jobs do not use the same host's files. */
function jobsFor(ready: readonly InstalledHost[], cases: readonly Case[]): Job[] {
  return cases.flatMap((one) =>
    ready
      .filter(({ host }) => one.appliesTo?.(host) ?? true)
      .filter(({ host }) => isWanted(host, one))
      .map((installed) => ({
        name: `${installed.host.name} ${one.name}`,
        title: one.title,
        run: async (root) =>
          judge(installed, one, await runCase(root, installed, one, options.record)),
      })),
  );
}

/** Unless named, cases about the guard run on one host of each form of hooks. */
function isWanted({ hasFormOfOther = false }: AgentHost, { name }: Case): boolean {
  const isNamed = options.case?.includes(name) === true;
  return options.all || isNamed || !hasFormOfOther || !CASES_OF_GUARD.has(name);
}

/** The case that opens a window of VS Code; it takes longest and therefore starts first. */
async function windowJobs(ready: readonly InstalledHost[]): Promise<Job[]> {
  const installed = ready.find(({ host }) => host.name === WINDOW.host);
  if (installed === undefined) return [];
  const name = `${WINDOW.host} ${WINDOW.name}`;
  const missing = await canOpenWindow();
  if (missing !== undefined) {
    printLine(`• ${name} is skipped: ${missing}`);
    return [];
  }
  return [{ name, title: WINDOW.title, run: (root) => runWindow(root, installed, printLine) }];
}

async function runAll(jobs: Job[]): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  const work = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      if (interrupted.signal.aborted) return;
      if (Date.now() < end) await runJob(job);
      else fail(job.name, ['not run: the time is up']);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  const start = Date.now();
  await rm(RESULTS, { recursive: true, force: true });
  try {
    const all = [WINDOW, ...CASES];
    const names = chosen(all, options.case).map(({ name }) => name);
    const ready = await installAll(chosen(await allHosts(), positionals));
    for (const { host, version } of ready) printLine(`• ${host.name} ${version}`);
    const cases = CASES.filter(({ name }) => names.includes(name));
    const windows = names.includes(WINDOW.name) ? await windowJobs(ready) : [];
    const jobs = [...windows, ...jobsFor(ready, cases)];
    if (jobs.length === 0 && ready.length > 0) throw new Error('No case applies to these hosts.');
    await runAll(jobs);
  } catch (error) {
    fail('the tests of agent hosts', [textOf(error)]);
  }
  printLine(`\nhosts: done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  printLine(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted.abort();
    // End processes by id: hosts are in separate process groups and do not receive Ctrl+C.
    void Promise.all([stopAll(signal), closeWindow()]).then(() => process.exit(1));
  });
}
void main();
