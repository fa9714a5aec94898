import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { commandViews } from '../../shell/views';
import { gatherDataset } from '../dataset/dataset';
import { hitsOfEach, indexViews } from '../dataset/viewTexts';
import { backtestOf, evidenceOf, historySize } from './evidence';
import { STARTER_FILES } from './starter/starterFiles';

/** Number of commands between progress reports. */
const REPORT_EVERY = 100;

/** What a matching command does, for example "Deletes a home folder". */
const Title = z
  .string()
  .max(80)
  .regex(/^[A-Z].*[^.]$/, 'a title starts with a capital letter and has no period at the end');
const Sentence = z
  .string()
  .max(160)
  .regex(/^[A-Z][^.]*(?:\.[^ .][^.]*)*\.$/, 'must be one sentence with a period at the end');

/** A predefined rule, with commands that it must match and commands that it must not match. */
export const StarterRule = z.strictObject({
  title: Title,
  /** Why the command is dangerous. */
  reason: Sentence,
  /** What to do instead, for example "Delete the folder by its path inside the project." */
  instead: Sentence,
  effect: z.enum(['deny', 'ask']),
  /** Short enough for a person to review. */
  pattern: z.string().min(1).max(200),
  match: z.array(z.string()).min(8),
  not_match: z.array(z.string()).min(8),
});
export type StarterRule = z.infer<typeof StarterRule>;

/** A file in `starter`: rules about one kind of risk. */
export const StarterFile = z.strictObject({ title: Title, rules: z.array(StarterRule).min(1) });

/** Rules about one kind of risk. `id` is the name of their file without extension. */
export interface StarterCategory extends z.infer<typeof StarterFile> {
  readonly id: string;
}

/** The ids of the categories in display order. */
export const STARTER_CATEGORIES: readonly string[] = Object.keys(STARTER_FILES);

/** The starter rules by category, in display order. */
export function starterCategories(): readonly StarterCategory[] {
  return Object.entries(STARTER_FILES).map(([id, file]) => ({ id, ...StarterFile.parse(file) }));
}

/** The starter rules of all categories. */
export function starterRules(): readonly StarterRule[] {
  return starterCategories().flatMap(({ rules }) => rules);
}

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
