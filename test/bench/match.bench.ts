import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RE2JS } from 're2js';
import type { MatchRule } from '../../src/matcher/matcher';
import type * as Shipped from './matchSubject';
import { bundled } from './bundled';
import { bench as guardBench } from './guard.bench';
import { hostileFigures } from './hostile';
import { cpuOf, mean, median, option, percentile, rounded } from './measure';
import { re2Set } from './re2Set';
import { workload } from './workload';

type Subject = typeof Shipped;
type Figures = Record<string, number>;

const SIZES = [1000, 10_000];

/**
 * Rules against commands: the matcher, V8's RegExp in a loop as VS Code does it, re2js in a loop, and RE2::Set from
 * C++, on the same text with the same results. Times are CPU microseconds per command unless named otherwise.
 */
export async function bench(argv: readonly string[]): Promise<Figures> {
  const { rules, commands } = workload(argv);
  const subject = bundled(join(__dirname, 'matchSubject.ts')) as Subject;
  const figures: Figures = {};
  for (const size of SIZES) {
    if (rules.length >= size)
      Object.assign(figures, measured(subject, rules.slice(0, size), commands));
  }
  figures['match.p50_ratio_10000_to_1000'] = rounded(
    (figures['match.p50_us_10000'] ?? NaN) / (figures['match.p50_us_1000'] ?? NaN),
  );
  Object.assign(figures, hostileFigures(subject));
  const guard = existsSync('dist/guard.cjs') && option(argv, 'guard') !== 'no';
  return guard ? { ...figures, ...(await guardBench(argv)) } : figures;
}

function measured(
  subject: Subject,
  rules: readonly MatchRule[],
  commands: readonly string[],
): Figures {
  const size = rules.length;
  const figures: Figures = {};
  const note = (name: string, value: number): void => {
    figures[`match.${name}_${size}`] = rounded(value);
  };
  let matcher = subject.createMatcher([]);
  note('build_ms', cpuOf(() => (matcher = subject.createMatcher(rules))) / 1000);
  const run = (command: string): readonly number[] => matcher.matchText(command);
  note('first_sight_us', perCommand(commands, run));
  const ours = median(rounds(15, () => perCommand(commands, run)));
  note('mean_us', ours);
  const single = latencies(commands, run);
  note('p50_us', percentile(single, 0.5));
  note('p99_us', percentile(single, 0.99));

  const judges = rules.map((rule) => v8(rule));
  const all = (command: string): number[] =>
    judges.flatMap((judge, at) => (judge.test(command) ? [at] : []));
  refuseDifference(commands, run, all);
  const loop = median(rounds(size > 1000 ? 2 : 5, () => perCommand(commands, loopOver(judges))));
  note('loop_us', loop);
  note('ratio_vs_loop', ours / loop);
  note('loop_over_ours', loop / ours);
  const firstHit = median(rounds(2, () => perCommand(commands, decideBy(rules, judges))));
  note('loop_to_first_hit_us', firstHit);

  const few = commands.slice(0, size > 1000 ? 20 : 200);
  const engines = rules.map((rule) => re2js(rule));
  const withRe2js = (command: string): boolean[] =>
    engines.map((one) => one.matcher(command).find());
  note('ratio_vs_re2js', perCommand(few, run) / perCommand(few, withRe2js));
  noteRe2Set(rules, commands, ours, note);
  noteWholePath(subject, rules, commands, note);
  return figures;
}

function perCommand(commands: readonly string[], work: (command: string) => unknown): number {
  const all = cpuOf(() => {
    for (const command of commands) work(command);
  });
  return all / commands.length;
}

function rounds(count: number, measure: () => number): readonly number[] {
  return Array.from({ length: count }, measure);
}

/** Wall-clock microseconds of each command: the median of rounds, so that a preempted one does not count. */
function latencies(
  commands: readonly string[],
  work: (command: string) => unknown,
): readonly number[] {
  const taken: number[][] = commands.map(() => []);
  for (let round = 0; round < 15; round += 1) {
    for (const [at, command] of commands.entries()) {
      const start = process.hrtime.bigint();
      work(command);
      taken[at]?.push(Number(process.hrtime.bigint() - start) / 1000);
    }
  }
  return taken.map((values) => median(values));
}

/** The rule as a JavaScript expression: deny ignores case and lets `.` match line breaks. */
function v8({ pattern, effect }: MatchRule): RegExp {
  const ignoring = effect === 'deny' || pattern.startsWith('(?i)');
  const flags = `${ignoring ? 'i' : ''}${effect === 'deny' ? 's' : ''}`;
  return new RegExp(pattern.replace(/^\(\?i\)/, ''), flags);
}

function re2js({ pattern, effect }: MatchRule): RE2JS {
  return RE2JS.compile(pattern, effect === 'deny' ? RE2JS.DOTALL | RE2JS.CASE_INSENSITIVE : 0);
}

function loopOver(judges: readonly RegExp[]): (command: string) => number {
  return (command) => {
    let count = 0;
    for (const judge of judges) if (judge.test(command)) count += 1;
    return count;
  };
}

/** Deny rules, then allow rules, up to the first match: the minimum work of a loop. */
function decideBy(
  rules: readonly MatchRule[],
  judges: readonly RegExp[],
): (command: string) => unknown {
  const of = (effect: string): readonly RegExp[] =>
    judges.filter((_, at) => rules[at]?.effect === effect);
  const ordered = [...of('deny'), ...of('allow')];
  return (command) => ordered.find((judge) => judge.test(command));
}

function refuseDifference(
  commands: readonly string[],
  ours: (command: string) => readonly number[],
  theirs: (command: string) => readonly number[],
): void {
  for (const command of commands) {
    if (ours(command).join() === theirs(command).join()) continue;
    throw new Error(
      `Different answers on ${JSON.stringify(command)}: no figure is worth anything.`,
    );
  }
}

function noteRe2Set(
  rules: readonly MatchRule[],
  commands: readonly string[],
  ours: number,
  note: (name: string, value: number) => void,
): void {
  const set = re2Set(rules, commands);
  if (set === undefined) {
    process.stdout.write('RE2::Set: skipped, g++ or libre2-dev is not there.\n');
    return;
  }
  note('re2_set_us', set.micros);
  note('re2_set_first_us', set.firstMicros);
  note('ratio_vs_re2_set', ours / set.micros);
}

/** The complete latency for a caller: parsing the command, all its views, the verdict; and a cached verdict. */
function noteWholePath(
  subject: Subject,
  rules: readonly MatchRule[],
  commands: readonly string[],
  note: (name: string, value: number) => void,
): void {
  const rest = { addedBy: '', confidence: null, ts: '', mode: 'enforce', reason: '' } as const;
  const policy = subject.compilePolicy({
    rules: rules.map((rule) => ({ ...rule, ...rest })),
    version: 'bench',
    seq: 1,
  });
  const fresh = (): number => {
    const evaluator = subject.createEvaluator(policy);
    return perCommand(commands, (command) => evaluator.evaluate(command));
  };
  note('whole_path_us', median(rounds(5, fresh)));
  note(
    'views_us',
    median(rounds(5, () => perCommand(commands, (one) => subject.commandViews(one)))),
  );
  const evaluator = subject.createEvaluator(policy);
  perCommand(commands, (command) => evaluator.evaluate(command));
  note(
    'remembered_us',
    mean(rounds(5, () => perCommand(commands, (one) => evaluator.evaluate(one)))),
  );
}
