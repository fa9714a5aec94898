import type { AddedRule } from '../../src/core/diff';
import type { LabelledCommand } from '../../src/core/event';
import { evidenceOfDiff } from '../../src/core/evidence';
import { NO_REJECTIONS } from '../../src/core/rejection';
import { openLiveHistory, type LiveHistory } from '../../src/ml/rules/liveBacktest';
import { parseBackground } from '../../src/ml/dataset/analyzedHistory';
import { suggestRules } from '../../src/ml/rules/suggest';
import { riskOf, type LoadedModel } from '../../src/ml/model/predict';
import { learnedModel } from './learnedModel';
import { rounded } from './measure';
import { shippedBackground, shippedBase } from './publicCommands';
import type { Figures } from './run';
import { answeredHistory, telemetry, trueLabels } from './simulatedPerson';

/** The rules were tuned on the first seed only. */
const SEEDS = [1, 2, 3, 4, 5];

/**
 * `npm run bench -- behaviour [--one] [--rules]`: simulates a user who refuses 90 % of the unsafe and 3 % of the safe
 * commands of telemetry_20k.csv; nothing else is known. Scores each suggested rule on the true labels. The model is
 * trained only on the bundled commands. `--one` uses only the first seed, `--rules` prints the rules. Times are CPU
 * times.
 */
export function bench(argv: readonly string[]): Promise<Figures> {
  const events = telemetry('telemetry_20k.csv');
  if (events === undefined) {
    return Promise.resolve({ 'behaviour.note': 'no evaluation data here' });
  }
  const model = learnedModel([], { base: shippedBase() });
  const truth = openLiveHistory(trueLabels(events), []);
  truth.read(() => false);
  const figures: Record<string, Figures[string]> = {};
  for (const seed of argv.includes('--one') ? SEEDS.slice(0, 1) : SEEDS) {
    const judged = judgedRules(model, answeredHistory(events, seed), truth);
    if (argv.includes('--rules')) print(judged.rules);
    for (const [name, value] of Object.entries(figuresOf(judged))) {
      figures[`behaviour.seed_${seed}.${name}`] = value;
    }
  }
  return Promise.resolve({ ...figures, ...predictionTimes(model, trueLabels(events)) });
}

interface JudgedRule {
  readonly rule: AddedRule;
  readonly isFromBehaviour: boolean;
  readonly questionsSaved: number;
  /** Distinct commands by their true label. */
  readonly safe: number;
  readonly unsafe: number;
  readonly isRight: boolean;
}

interface Judged {
  readonly rules: readonly JudgedRule[];
  readonly ms: number;
  readonly msWithoutAnswers: number;
}

function judgedRules(
  model: LoadedModel,
  commands: readonly LabelledCommand[],
  truth: LiveHistory,
): Judged {
  const background = parseBackground(shippedBackground());
  const suggest = (from: readonly LabelledCommand[]) => {
    const started = cpuMs();
    const report = suggestRules(
      {
        ...{ commands: from, rules: [], pending: [], rejected: NO_REJECTIONS, background },
        ...{ topN: 20, fillUp: false, generatedAt: '2026-01-01T00:00:00.000Z' },
      },
      model,
    );
    return { report, ms: cpuMs() - started };
  };
  const without = suggest(
    commands.map(({ command, label, count }) => ({ command, label, count, given: false })),
  );
  const { report, ms } = suggest(commands);
  const rules = report.diffs.flatMap((diff) => {
    const evidence = evidenceOfDiff(diff);
    return diff.add.map((rule, at) => judgedRule(rule, evidence[at], truth));
  });
  return { rules, ms, msWithoutAnswers: without.ms };
}

/** A deny or ask rule is correct if most of its matches are unsafe, an allow rule if none is. */
function judgedRule(
  rule: AddedRule,
  evidence: ReturnType<typeof evidenceOfDiff>[number] | undefined,
  truth: LiveHistory,
): JudgedRule {
  const { pattern, effect } = rule;
  const { hits } = truth.hits({ rule: { pattern, effect } }, 0, Number.MAX_SAFE_INTEGER);
  const unsafe = hits.filter(({ label }) => label === 'unsafe').length;
  const safe = hits.filter(({ label }) => label === 'safe').length;
  return {
    rule,
    isFromBehaviour: evidence?.rungs !== undefined,
    questionsSaved: evidence?.questionsSaved ?? 0,
    safe,
    unsafe,
    isRight: effect === 'allow' ? unsafe === 0 : unsafe > safe,
  };
}

function figuresOf({ rules, ms, msWithoutAnswers }: Judged): Figures {
  const own = rules.filter(({ isFromBehaviour }) => isFromBehaviour);
  const allows = rules.filter(({ rule }) => rule.effect === 'allow');
  return {
    rules: rules.length,
    precision: share(rules),
    rules_from_behaviour: own.length,
    precision_from_behaviour: share(own),
    allows: allows.length,
    allows_that_cover_unsafe: allows.filter(({ unsafe }) => unsafe > 0).length,
    questions_saved: own.reduce((sum, { questionsSaved }) => sum + questionsSaved, 0),
    suggest_cpu_ms: Math.round(ms),
    suggest_cpu_ms_without_answers: Math.round(msWithoutAnswers),
  };
}

function share(rules: readonly JudgedRule[]): number {
  return rules.length === 0
    ? 1
    : rounded(rules.filter(({ isRight }) => isRight).length / rules.length);
}

/** Time to evaluate each distinct command with the model, including its features. */
function predictionTimes(model: LoadedModel, commands: readonly LabelledCommand[]): Figures {
  const distinct = [...new Set(commands.map(({ command }) => command))];
  const times = [1, 2].map(() => {
    const started = cpuMs();
    for (const command of distinct) riskOf(model, command);
    return ((cpuMs() - started) * 1000) / distinct.length;
  });
  return {
    'behaviour.commands': distinct.length,
    'behaviour.risk_cpu_us_a_command': Math.round(Math.min(...times)),
  };
}

/** CPU time of this process, which does not depend on the load of the machine. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function print(rules: readonly JudgedRule[]): void {
  for (const { rule, safe, unsafe, isRight, isFromBehaviour, questionsSaved } of rules) {
    const kind = isFromBehaviour ? 'behaviour' : 'other';
    const line = `${isRight ? 'right' : 'WRONG'} ${kind} ${rule.effect} ${rule.pattern} safe ${safe} unsafe ${unsafe} saved ${questionsSaved}`;
    process.stdout.write(`${line}\n`);
  }
}
