import * as l10n from '@vscode/l10n';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { commandViews } from '../../shell/views';
import { gatherDataset } from '../dataset/dataset';
import { hitsOfEach, indexViews } from '../dataset/viewTexts';
import { backtestOf, evidenceOf, historySize } from './evidence';
import { starterRules, type StarterCategory } from './starter/starterCategories';

/** Number of commands between progress reports. */
const REPORT_EVERY = 100;

/** The rules of these categories as a diff, independent of any history. The same categories give the same diff. */
export function starterPolicy(categories: readonly StarterCategory[]): PolicyDiff {
  return {
    add: categories.flatMap(({ rules }) => rules),
    remove: [],
    meta: { ...ORIGIN, categories: categories.map(({ id }) => id) },
  };
}

const ORIGIN = { proposed_by: 'rulewright-starter', model_version: 'starter-1' };

/**
 * The starter rules as a diff with their backtest on a history. Rules that match commands labelled safe are excluded and
 * listed in `meta.left_out`.
 */
export function starterDiff(
  commands: readonly LabelledCommand[],
  more: {
    readonly generatedAt: string;
    readonly onProgress?: (done: number, total: number) => void;
  },
): PolicyDiff {
  const { rows } = gatherDataset(commands);
  const views = rows.map((row, at) => {
    if (at % REPORT_EVERY === 0) more.onProgress?.(at, rows.length);
    return commandViews(row.command);
  });
  const index = indexViews(views);
  const rules = starterRules();
  const hits = hitsOfEach(
    index,
    rules.map(({ pattern }) => pattern),
  );
  const tested = rules.map((rule, at) => ({ rule, backtest: backtestOf(rows, hits[at] ?? []) }));
  const kept = tested.filter(({ backtest }) => backtest.safe.length === 0);
  const leftOut = tested.filter(({ backtest }) => backtest.safe.length > 0);
  return {
    add: kept.map(({ rule }) => rule),
    remove: [],
    meta: {
      ...ORIGIN,
      generated_at: more.generatedAt,
      total_features_analyzed: tested.length,
      suggestions_count: kept.length,
      history_size: historySize(rows),
      evidence: kept.map(({ backtest }) => evidenceOf(backtest)),
      left_out: leftOut.map(({ rule, backtest }) => ({
        pattern: rule.pattern,
        reason: contradiction(backtest.safe.length),
      })),
    },
  };
}

function contradiction(safe: number): string {
  return safe === 1
    ? l10n.t('stops a command that is labelled safe here')
    : l10n.t('stops {0} commands that are labelled safe here', safe);
}
