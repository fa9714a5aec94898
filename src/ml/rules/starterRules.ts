import * as l10n from '@vscode/l10n';
import type { PolicyDiff } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { formatCount } from '../../core/formatCount';
import type { KnownViews } from '../dataset/placedCommand';
import { answersOf } from './answers';
import { backtestOf, evidenceOf, exampleOf, historySize, type Backtest } from './backtestEvidence';
import { ReadCommands } from './readCommands';
import type { StarterChoices, StarterOptions } from './starterChoices';
import {
  starterCategories,
  type StarterCategory,
  type StarterRule,
} from './starter/starterCategories';

/** Number of commands between progress reports. */
const REPORT_EVERY = 100;

/** Number of example commands per category. */
const EXAMPLES = 5;

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
 * The starter rules as a diff with their backtest on a history. Rules that match commands labelled safe are excluded
 * and listed in `meta.left_out`; rules that match ordinary commands of this history start in shadow mode.
 * `known`: the views of the history that was tested before; views computed for this history are added.
 */
export function starterDiff(
  commands: readonly LabelledCommand[],
  more: StarterOptions & { readonly generatedAt: string },
  known?: KnownViews,
): PolicyDiff {
  const { read, tested } = testRules(commands, more, known);
  const kept = tested.filter(isOffered);
  const leftOut = tested.filter((one) => !isOffered(one));
  const titles = new Map(starterCategories().map(({ id, title }) => [id, title]));
  return {
    add: kept.map((one) => (startsInShadow(one) ? { ...one.rule, mode: 'shadow' } : one.rule)),
    remove: [],
    meta: {
      ...ORIGIN,
      generated_at: more.generatedAt,
      total_features_analyzed: tested.length,
      suggestions_count: kept.length,
      history_size: historySize(read.rows),
      evidence: kept.map(({ backtest }) => evidenceOf(backtest)),
      rule_categories: kept.map(({ category }) => titles.get(category) ?? category),
      left_out: leftOut.map(({ rule, backtest }) => ({
        pattern: rule.pattern,
        reason: contradiction(backtest.safe.length),
      })),
    },
  };
}

/** The hits of each category in a history, using the rules that `starterDiff` offers. `known`: see there. */
export function starterChoices(
  commands: readonly LabelledCommand[],
  more: Pick<StarterOptions, 'onProgress'> = {},
  known?: KnownViews,
): StarterChoices {
  const { read, tested } = testRules(commands, more, known);
  const categories = starterCategories().map(({ id, title }) => {
    const rules = tested.filter((one) => one.category === id && isOffered(one));
    const { hits, unjudged } = read.hitsOfAny(rules.map(({ rule }) => rule));
    const hit = read.rowsOf(hits);
    const examples = [...hit]
      .sort((a, b) => b.count - a.count || a.command.length - b.command.length)
      .slice(0, EXAMPLES)
      .map((row) => exampleOf(row).command);
    const offered = rules.map((one) => ({
      pattern: one.rule.pattern,
      effect: one.rule.effect,
      title: one.rule.title,
      ...(startsInShadow(one) ? { mode: 'shadow' as const } : {}),
    }));
    const counts = { hits: historySize(hit), unjudged: read.rowsOf(unjudged).length };
    return { id, title, rules: offered, ...counts, examples };
  });
  return { events: historySize(read.rows), categories };
}

interface TestedRule {
  readonly category: string;
  readonly rule: StarterRule;
  readonly backtest: Backtest;
}

function isOffered({ backtest }: TestedRule): boolean {
  return backtest.safe.length === 0;
}

/** Numbers of unlabelled runs and of approvals from which the matches of a rule count as ordinary in this history. */
const ORDINARY_RUNS = 10;
const ORDINARY_APPROVALS = 3;

/**
 * Whether the matches of a rule are ordinary in this history, so that enforcing it immediately would disrupt work. In
 * shadow mode it only records matches until a person enforces it.
 */
function startsInShadow({ backtest }: TestedRule): boolean {
  const { unsafe, unknown } = backtest;
  const answers = answersOf([...unsafe, ...unknown]);
  if (unsafe.length > 0 || (answers?.refused ?? 0) > 0) return false;
  return historySize(unknown) >= ORDINARY_RUNS || (answers?.approved ?? 0) >= ORDINARY_APPROVALS;
}

/** Tests the rules on each command as the guard would have read it where it ran. */
function testRules(
  commands: readonly LabelledCommand[],
  { categories, onProgress }: StarterOptions,
  known?: KnownViews,
): { readonly read: ReadCommands; readonly tested: readonly TestedRule[] } {
  const read = new ReadCommands(commands, known);
  read.readOn(() => {
    const { done, total } = read.read;
    if (done % REPORT_EVERY === 1) onProgress?.(done, total);
    return false;
  });
  const all = starterCategories().flatMap(({ id, rules }) =>
    rules.map((rule) => ({ category: id, rule })),
  );
  // Always all rules, because the matcher keeps their tables for the next test.
  const hits = read.hitsOf(all.map(({ rule }) => rule));
  const tested = all.map((one, at) => {
    const { hits: matched = [], unjudged = [] } = hits[at] ?? {};
    return {
      ...one,
      backtest: backtestOf(read.rowsOf(matched), read.rowsOf(unjudged).length),
    };
  });
  return { read, tested: tested.filter(({ category }) => categories?.includes(category) ?? true) };
}

function contradiction(safe: number): string {
  return safe === 1
    ? l10n.t('stops a command that is labelled safe here')
    : l10n.t('stops {0} commands that are labelled safe here', formatCount(safe));
}
