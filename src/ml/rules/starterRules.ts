import * as z from 'zod';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { commandViews } from '../../shell/views';
import { gatherDataset } from '../dataset/dataset';
import { hitsOfEach, indexViews } from '../dataset/viewTexts';
import { backtestOf, evidenceOf, historySize } from './evidence';
import starterJson from './starterRules.json';

/** Commands between two reports of progress. */
const REPORT_EVERY = 100;

/** One rule written by us, with commands it must stop and commands it must leave alone. */
export const StarterRule = z.strictObject({
  pattern: z.string().min(1),
  reason: z.string().min(1),
  match: z.array(z.string()).min(1),
  not_match: z.array(z.string()).min(1),
});
export type StarterRule = z.infer<typeof StarterRule>;

/** The starter rules, general dangers first. */
export function starterRules(): readonly StarterRule[] {
  return z.array(StarterRule).parse(starterJson);
}

/**
 * The starter rules as a diff to propose, with what each would have done in this history. Rules that would stop
 * commands labelled safe here are left out and named in `meta.left_out`.
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
    add: kept.map(({ rule }) => ({ ...rule, effect: 'deny' })),
    remove: [],
    meta: {
      proposed_by: 'rulewright-starter',
      model_version: 'starter-1',
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
    ? 'stops a command that is labelled safe here'
    : `stops ${safe} commands that are labelled safe here`;
}
