import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MatchRule } from '../../src/matcher/matcher';
import type * as Publishing from '../../src/policy/snapshotBytes';
import type * as Shipped from './matchSubject';
import { installGuard } from '../support/installedGuard';
import { bundled } from './bundled';
import { cpuOf, middleMean, rounded, timedProcess, type TimedProcess } from './measure';
import type { Workload } from './workload';

type Subject = Pick<typeof Shipped, 'commandViews' | 'createMatcher'>;

/** Number of rules in the policy that both builds publish. */
const RULES = 1000;
/** Number of rounds over all commands of the workload. */
const ROUNDS = 21;
/** Number of commands on which both guards must agree. */
const COMPARED = 40;
/** Longer than the clock resolution of the file system, so that a guard treats the policy as settled. Milliseconds. */
const SETTLE_MS = 200;

/**
 * Compares this build with that of another checkout, alternately: `pairs` starts of both guards including launchers,
 * and matching and views in one process. Each figure is the interquartile mean; a ratio above 1 means that this build
 * is slower.
 */
export async function beforeFigures(
  folder: string,
  { rules, commands }: Workload,
  pairs: number,
): Promise<Record<string, number>> {
  const storage = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
  try {
    const policy = rules.slice(0, RULES);
    const now = guardOf(resolve('.'), join(storage, 'now'), policy);
    const before = guardOf(resolve(folder), join(storage, 'before'), policy);
    await settle(now);
    await settle(before);
    refuseDifference(now, before, commands);
    return {
      ...guardFigures(now, before, commands, pairs),
      ...matchFigures(resolve(folder), policy, commands),
    };
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

/** Installs the guard of a build with a policy published by that build. Returns the command line that starts it. */
function guardOf(build: string, storage: string, rules: readonly MatchRule[]): readonly string[] {
  const source = join(build, 'src', 'policy', 'snapshotBytes.ts');
  if (!existsSync(source) || !existsSync(join(build, 'dist', 'guard.cjs'))) {
    throw new Error(`${build} is no checkout with a build: run \`node esbuild.mjs\` there.`);
  }
  const { snapshotBytes } = bundled(source) as typeof Publishing;
  const rest = { addedBy: '', confidence: null, ts: '', mode: 'enforce', reason: '' } as const;
  const full = rules.map((rule) => ({ ...rule, ...rest }));
  mkdirSync(storage, { recursive: true });
  writeFileSync(
    join(storage, 'policy.snapshot'),
    snapshotBytes({ rules: full, version: 'v', seq: 1 }, 1),
  );
  const launcher = installGuard(join(storage, 'bin'), process.execPath, join(build, 'dist'));
  return [launcher, '--storage', storage, '--host', 'claude', 'pre'];
}

/** Creates the code cache; the first guard afterwards verifies the policy. Earlier builds ignore the option. */
async function settle(guard: readonly string[]): Promise<void> {
  timed([...guard, '--compile'], '');
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  timed(guard, '');
}

function guardFigures(
  now: readonly string[],
  before: readonly string[],
  commands: readonly string[],
  pairs: number,
): Record<string, number> {
  const taken = { now: [] as TimedProcess[], before: [] as TimedProcess[] };
  for (let at = 0; at < pairs; at += 1) {
    const command = commands[Math.floor((at * commands.length) / pairs)] ?? '';
    const isEven = at % 2 === 0;
    if (isEven) taken.now.push(timed(now, command));
    taken.before.push(timed(before, command));
    if (!isEven) taken.now.push(timed(now, command));
  }
  const both = [taken.now, taken.before];
  return {
    ...ratio(
      'guard.before_cpu',
      'ms',
      both.map((all) => all.map(({ cpuMs }) => cpuMs)),
    ),
    ...ratio(
      'guard.before_wall',
      'ms',
      both.map((all) => all.map(({ wallMs }) => wallMs)),
    ),
  };
}

/** The ratio of this build to the other one. */
function ratio(
  name: string,
  unit: string,
  [now = [], before = []]: readonly (readonly number[])[],
): Record<string, number> {
  const ours = middleMean(now);
  const theirs = middleMean(before);
  return {
    [`${name}_ratio_${RULES}`]: rounded(ours / theirs),
    [`${name}_${unit}_${RULES}`]: rounded(ours),
    [`${name}_${unit}_of_the_other_${RULES}`]: rounded(theirs),
  };
}

/** Runs a guard once. */
function timed(guard: readonly string[], command: string): TimedProcess {
  return timedProcess(guard, JSON.stringify({ tool_name: 'Bash', tool_input: { command } }));
}

function refuseDifference(
  now: readonly string[],
  before: readonly string[],
  commands: readonly string[],
): void {
  const decision = ({ stdout }: TimedProcess): string =>
    /"permissionDecision":"\w+"/.exec(stdout)?.[0] ?? '';
  const few = commands.slice(0, COMPARED);
  const ours = few.map((command) => decision(timed(now, command)));
  const theirs = few.map((command) => decision(timed(before, command)));
  if (ours.join() !== theirs.join()) {
    throw new Error('The builds decide differently: no figure is worth anything.');
  }
}

function matchFigures(
  folder: string,
  rules: readonly MatchRule[],
  commands: readonly string[],
): Record<string, number> {
  const subject = join('test', 'bench', 'matchSubject.ts');
  const works = [resolve('.'), folder].map((build) => {
    const { commandViews, createMatcher } = bundled(join(build, subject)) as Subject;
    const matcher = createMatcher(rules);
    return [
      (command: string) => matcher.matchText(command),
      (command: string) => commandViews(command),
    ] as const;
  });
  const matching = works.map(([match]) => match);
  const reading = works.map(([, read]) => read);
  return {
    ...ratio('match.before_text', 'us', inTurn(matching, commands)),
    ...ratio('match.before_views', 'us', inTurn(reading, commands)),
  };
}

/** CPU microseconds per command for each, alternating by round. */
function inTurn(
  works: readonly ((command: string) => unknown)[],
  commands: readonly string[],
): readonly (readonly number[])[] {
  const taken: number[][] = works.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, work] of works.entries()) {
      const micros = cpuOf(() => {
        for (const command of commands) work(command);
      });
      taken[at]?.push(micros / commands.length);
    }
  }
  return taken;
}
