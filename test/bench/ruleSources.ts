import { analyzeHistory, parseBackground } from '../../src/ml/dataset/analyzedHistory';
import { proposeDenyRules } from '../../src/ml/rules/denyRules';
import { viewForest } from '../../src/ml/rules/forestView';
import { RuleSource } from '../../src/ml/rules/ruleSource';
import type { TestedRule } from '../../src/ml/rules/testedRule';
import { learnedModel } from './learnedModel';
import { rounded } from './measure';
import { scorePatterns, shippedBackground, type PublicCommand } from './publicCommands';
import type { Figures } from './run';

const RULES = 40;

/**
 * How many of the chosen rules each source found (several may find the same one), and the quality of rules without each
 * source. `without_forest` omits features and paths.
 */
export function ruleSources(
  train: readonly PublicCommand[],
  dev: readonly PublicCommand[],
): Figures {
  const history = analyzeHistory(train, [], parseBackground(shippedBackground()));
  const forest = viewForest(learnedModel(train), history);
  const choose = (sources: readonly RuleSource[]): readonly TestedRule[] =>
    proposeDenyRules(history, {
      limit: RULES,
      fillUp: true,
      forest,
      sources,
      onProgress: () => undefined,
    }).chosen;
  const without = (...left: readonly RuleSource[]): readonly RuleSource[] =>
    RuleSource.filter((source) => !left.includes(source));
  const all = choose(RuleSource);
  const learned = choose(without('starter'));
  return {
    ...foundBy('suggest.found', all),
    ...foundBy('suggest.found_without_starter', learned),
    ...score('suggest.all_sources', all, dev),
    ...score('suggest.without_mined', choose(without('mined')), dev),
    ...score('suggest.without_feature', choose(without('feature')), dev),
    ...score('suggest.without_path', choose(without('path')), dev),
    ...score('suggest.without_starter', learned, dev),
    ...score('suggest.without_forest', choose(['mined', 'starter']), dev),
    ...score('suggest.mined_alone', choose(['mined']), dev),
  };
}

function foundBy(name: string, rules: readonly TestedRule[]): Figures {
  return Object.fromEntries(
    RuleSource.flatMap((source) => {
      const found = rules.filter(({ sources }) => sources.includes(source));
      const alone = found.filter(({ sources }) => sources.length === 1);
      return [
        [`${name}_by_${source}`, found.length],
        [`${name}_by_${source}_alone`, alone.length],
      ];
    }),
  );
}

function score(name: string, rules: readonly TestedRule[], dev: readonly PublicCommand[]): Figures {
  const { precision, recall, falseAlarmsPerThousand } = scorePatterns(
    rules.map(({ pattern }) => pattern),
    dev,
  );
  return {
    [`${name}_precision`]: rounded(precision ?? 0),
    [`${name}_recall`]: rounded(recall ?? 0),
    [`${name}_false_alarms_per_1000`]: rounded(falseAlarmsPerThousand ?? 0),
  };
}
