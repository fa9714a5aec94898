import { commandTemplate } from '../../src/shell/template';
import { proposeDenyRules } from '../../src/ml/rules/denyRules';
import { analyzeHistory, parseBackground } from '../../src/ml/dataset/analyzedHistory';
import { viewForest } from '../../src/ml/rules/forestView';
import { learnedModel } from './learnedModel';
import { rounded } from './measure';
import { scorePatterns, shippedBackground, type PublicCommand } from './publicCommands';
import type { Figures } from './run';

const RULES = 40;

/** The family that consists of two others. */
export const JOINT_FAMILY = 'dcg_all';

/** Sources to hold out, one family at a time. */
export const FAMILIES: Readonly<Record<string, RegExp>> = {
  [JOINT_FAMILY]: /^dcg/,
  dcg: /^dcg$/,
  dcggo: /^dcggo/,
  art: /^art$/,
  revshell: /^revshell$/,
  nl2bash: /^nl2bash$/,
  tldr: /^tldr$/,
  ci: /^ci$/,
};

/**
 * Learns without a family of sources and evaluates on it, for each family: the quality of rules on commands of another
 * origin. Templates in the training data are excluded. Families without safe commands have no precision.
 */
export function sourceShift(commands: readonly PublicCommand[]): Figures {
  const background = parseBackground(shippedBackground());
  const folds = Object.entries(FAMILIES).map(([name, sources]) => {
    const train = commands.filter(({ source }) => !sources.test(source));
    const seen = new Set(train.map(({ command }) => commandTemplate(command)));
    const test = commands
      .filter(({ source }) => sources.test(source))
      .filter(({ command }) => !seen.has(commandTemplate(command)));
    const history = analyzeHistory(train, [], background);
    const { chosen } = proposeDenyRules(history, {
      limit: RULES,
      fillUp: true,
      forest: viewForest(learnedModel(train), history),
      onProgress: () => undefined,
    });
    return {
      name,
      total: scorePatterns(
        chosen.map(({ pattern }) => pattern),
        test,
      ),
    };
  });
  const recalls = folds.map(({ total }) => total.recall ?? 0);
  return {
    ...Object.fromEntries(
      folds.flatMap(({ name, total }) => [
        [
          `suggest.without_${name}_precision`,
          total.safe === 0 ? 'no safe rows' : rounded(total.precision ?? 0),
        ],
        [`suggest.without_${name}_recall`, rounded(total.recall ?? 0)],
      ]),
    ),
    'suggest.without_one_source_mean_recall': rounded(
      recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
    ),
  };
}
