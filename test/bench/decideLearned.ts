import { commandTemplate } from '../../src/shell/template';
import { analyzeHistory } from '../../src/ml/dataset/analyzedHistory';
import { proposeDenyRules } from '../../src/ml/rules/denyRules';
import type { BacktestTotal } from '../../src/ml/rules/backtest';
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
import { FAMILIES } from './sourceShift';
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
  const history = analyzeHistory(commands, [], shippedBackground());
  const forest = viewForest(learnedModel(commands), history);
  return proposeDenyRules(history, {
    limit: RULES,
    fillUp: false,
    forest,
    onProgress: () => undefined,
  }).chosen;
}

function precisionOn({ safe, precision }: BacktestTotal): number | string {
  if (safe === 0) return 'no safe rows';
  return precision === null ? 'nothing is stopped' : rounded(precision);
}

/** The precision of mined rules alone on a held-out family of sources, because starter rules cover all of them. */
function leftOut(commands: readonly PublicCommand[]): Figures {
  return Object.fromEntries(
    Object.entries(FAMILIES).flatMap(([name, sources]) => {
      const train = commands.filter(({ source }) => !sources.test(source));
      const seen = new Set(train.map(({ command }) => commandTemplate(command)));
      const test = commands.filter(
        ({ source, command }) => sources.test(source) && !seen.has(commandTemplate(command)),
      );
      const mined = learn(train).filter(({ starter }) => starter === undefined);
      const total = scorePatterns(
        mined.map(({ pattern }) => pattern),
        test,
      );
      return [
        [`decide.without_${name}_mined_rules`, mined.length],
        [`decide.without_${name}_precision`, precisionOn(total)],
        [`decide.without_${name}_recall`, rounded(total.recall ?? 0)],
      ];
    }),
  );
}
