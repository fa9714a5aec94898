import * as z from 'zod';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { commandViews } from '../../shell/views';
import { gatherDataset } from '../dataset/dataset';
import { hitsOfEach, indexViews } from '../dataset/viewTexts';
import { backtestOf, evidenceOf, historySize } from './evidence';
import { STARTER_FILES } from './starter/starterFiles';

/** Commands between two reports of progress. */
const REPORT_EVERY = 100;

/** What a command that the rule matches does, as a person says it: "Deletes a home folder". */
const Title = z
  .string()
  .max(80)
  .regex(/^[A-Z].*[^.]$/, 'a title starts with a capital and has no full stop');
const Sentence = z
  .string()
  .max(160)
  .regex(/^[A-Z][^.]*(?:\.[^ .][^.]*)*\.$/, 'one sentence with a full stop is needed');

/** One rule written by us, with commands it must stop and commands it must leave alone. */
export const StarterRule = z.strictObject({
  title: Title,
  /** Why the command is dangerous. */
  reason: Sentence,
  /** What to do instead: "Delete the folder by its path inside the project." */
  instead: Sentence,
  effect: z.enum(['deny', 'ask']),
  /** Short enough for a person to check. */
  pattern: z.string().min(1).max(200),
  match: z.array(z.string()).min(8),
  not_match: z.array(z.string()).min(8),
});
export type StarterRule = z.infer<typeof StarterRule>;

/** A file of `starter`: rules about one kind of danger. */
export const StarterFile = z.strictObject({ title: Title, rules: z.array(StarterRule).min(1) });

/** Rules about one kind of danger. `id` is the name of their file without its ending. */
export interface StarterCategory extends z.infer<typeof StarterFile> {
  readonly id: string;
}

/** The ids of the categories, in the order in which they are shown. */
export const STARTER_CATEGORIES: readonly string[] = Object.keys(STARTER_FILES);

/** The starter rules by category, in the order in which categories are shown. */
export function starterCategories(): readonly StarterCategory[] {
  return Object.entries(STARTER_FILES).map(([id, file]) => ({ id, ...StarterFile.parse(file) }));
}

/** The starter rules of all categories. */
export function starterRules(): readonly StarterRule[] {
  return starterCategories().flatMap(({ rules }) => rules);
}

/** The rules of these categories as a diff, whatever ran on this machine. The same categories give the same diff. */
export function starterPolicy(categories: readonly StarterCategory[]): PolicyDiff {
  return {
    add: categories.flatMap(({ rules }) => rules),
    remove: [],
    meta: { ...ORIGIN, categories: categories.map(({ id }) => id) },
  };
}

const ORIGIN = { proposed_by: 'rulewright-starter', model_version: 'starter-1' };

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
    ? 'stops a command that is labelled safe here'
    : `stops ${safe} commands that are labelled safe here`;
}
