import { commandTemplate } from '../../src/shell/template';
import { analyzeHistory, parseBackground } from '../../src/ml/dataset/analyzedHistory';
import { proposeDenyRules } from '../../src/ml/rules/denyRules';
import { backtestRules, type BacktestTotal } from '../../src/ml/rules/backtest';
import { starterRules } from '../../src/ml/rules/starter/starterCategories';
import type { TestedRule } from '../../src/ml/rules/testedRule';
import { viewForest } from '../../src/ml/rules/forestView';
import { learnedModel } from './learnedModel';
import { rounded } from './measure';
import {
  publicCommands,
  scorePatterns,
  shippedBackground,
  type PublicCommand,
} from './publicCommands';
import { FAMILIES, JOINT_FAMILY } from './sourceShift';
import type { Figures } from './run';

const RULES = 40;

/**
 * The quality of rules learned from train.csv, evaluated on dev.csv, and with `shift` on each held-out family of
 * sources.
 */
export function learnedFigures(shift: boolean): Figures {
  const train = publicCommands('train.csv');
  const dev = publicCommands('dev.csv');
  if (train === undefined || dev === undefined) return {};
  const { precision, recall, falseAlarmsPerThousand } = scorePatterns(
    learn(train).map(({ pattern }) => pattern),
    dev,
  );
  return {
    'decide.learned_precision': rounded(precision ?? 0),
    'decide.learned_recall': rounded(recall ?? 0),
    'decide.learned_false_alarms_per_1000': rounded(falseAlarmsPerThousand ?? 0),
    ...(shift ? leftOut([...train, ...dev]) : {}),
  };
}

function learn(commands: readonly PublicCommand[]): readonly TestedRule[] {
  const history = analyzeHistory(commands, [], parseBackground(shippedBackground()));
  const forest = viewForest(learnedModel(commands), history);
  return proposeDenyRules(history, {
    limit: RULES,
    fillUp: false,
    forest,
    onProgress: () => undefined,
  }).chosen;
}

/** Results on the commands of a held-out family of sources. */
interface LeftOut {
  readonly name: string;
  readonly rules: number;
  readonly total: BacktestTotal;
  /** Only on commands that no starter rule matches. */
  readonly beyond: BacktestTotal;
}

/**
 * The quality of mined rules on a held-out family of sources. Starter rules are not scored, because their authors knew
 * all sources. The joint figures count each source once.
 */
function leftOut(commands: readonly PublicCommand[]): Figures {
  const isKnown = starterHits(commands);
  const all = Object.entries(FAMILIES).map(([name, sources]): LeftOut => {
    const train = commands.filter(({ source }) => !sources.test(source));
    const seen = new Set(train.map(({ command }) => commandTemplate(command)));
    const test = commands.filter(
      ({ source, command }) => sources.test(source) && !seen.has(commandTemplate(command)),
    );
    const mined = learn(train)
      .filter(({ starter }) => starter === undefined)
      .map(({ pattern }) => pattern);
    return {
      name,
      rules: mined.length,
      total: scorePatterns(mined, test),
      beyond: scorePatterns(
        mined,
        test.filter(({ command }) => !isKnown.has(command)),
      ),
    };
  });
  const eachOnce = all.filter(({ name }) => name !== JOINT_FAMILY);
  const precisions = all.flatMap(({ total }) => total.precision ?? []);
  return {
    ...Object.fromEntries(all.flatMap(figuresOf)),
    ...joint(
      'decide.left_out',
      eachOnce.map(({ total }) => total),
    ),
    'decide.left_out_precision_lowest': rounded(Math.min(...precisions)),
    ...joint(
      'decide.left_out_beyond_starter_rules',
      eachOnce.map(({ beyond }) => beyond),
    ),
  };
}

function starterHits(commands: readonly PublicCommand[]): ReadonlySet<string> {
  const starters = backtestRules(starterRules());
  const hit = commands.filter((command) => starters.judge(command).rules.length > 0);
  return new Set(hit.map(({ command }) => command));
}

function figuresOf({ name, rules, total, beyond }: LeftOut): [string, number | string][] {
  return [
    [`decide.without_${name}_mined_rules`, rules],
    [`decide.without_${name}_right`, total.unsafeDenied],
    [`decide.without_${name}_wrong`, total.safeDenied],
    [`decide.without_${name}_precision`, precisionOn(total)],
    [`decide.without_${name}_recall`, rounded(total.recall ?? 0)],
    [`decide.without_${name}_beyond_starter_rules_right`, beyond.unsafeDenied],
    [`decide.without_${name}_beyond_starter_rules_wrong`, beyond.safeDenied],
  ];
}

function precisionOn({ safe, precision }: BacktestTotal): number | string {
  if (safe === 0) return 'no safe rows';
  return precision === null ? 'nothing is stopped' : rounded(precision);
}

/** Families without safe commands are excluded, because nothing can be wrong there. */
function joint(name: string, totals: readonly BacktestTotal[]): Figures {
  const fair = totals.filter(({ safe }) => safe > 0);
  const right = fair.reduce((sum, { unsafeDenied }) => sum + unsafeDenied, 0);
  const wrong = fair.reduce((sum, { safeDenied }) => sum + safeDenied, 0);
  return {
    [`${name}_right`]: right,
    [`${name}_wrong`]: wrong,
    [`${name}_precision`]: rounded(right / (right + wrong)),
  };
}
