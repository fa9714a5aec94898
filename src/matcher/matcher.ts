import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Effect } from '../core/rule';
import type { CommandViews } from '../shell/views';
import { WORK_PER_COMMAND, type Budget } from './matchBudget';
import { buildTables } from './buildTables';
import { checkPattern } from './dialect';
import { RuleEngine } from './ruleEngine';
import type { MatchSpan, RuleSet } from './ruleSet';
import type { RuleTables } from './ruleTables';
import { matchViews, type MatchResult } from './viewMatch';

export type { MatchResult } from './viewMatch';

/** The parts of a rule that the matcher uses. */
export interface MatchRule {
  readonly id: string;
  readonly pattern: string;
  readonly effect: Effect;
}

/** Compiled rules, which are matched in linear time. */
export interface Matcher {
  readonly rules: readonly MatchRule[];
  /** The same rules for evaluation. */
  readonly set: RuleSet;
  /** Ascending indexes of all rules whose pattern matches in the first 16,384 characters of `text`. */
  matchText(text: string): readonly number[];
  /** Matches the views of a command as defined in docs/matching.md. */
  matchViews(views: CommandViews): MatchResult;
  /** The leftmost and then shortest match of a rule in `text`. */
  locate(rule: number, text: string): MatchSpan | undefined;
}

/** Odd. Published policies have their own seed. */
const DEFAULT_SEED = 0x5bd1e995;

/** Compiles rules. Throws `invalid-pattern` if a pattern is outside the dialect. */
export function createMatcher(
  rules: readonly MatchRule[],
  options: { readonly seed?: number } = {},
): Matcher {
  const set = new RuleEngine(checkedTables(rules, options.seed ?? DEFAULT_SEED));
  return {
    rules,
    set,
    matchText: (text) => matchText(set, text),
    matchViews: (views) => matchViews(set, views),
    locate: (rule, text) => {
      const budget: Budget = { left: WORK_PER_COMMAND };
      set.candidates(text, budget);
      return set.locate(rule, 'anywhere', budget);
    },
  };
}

/** Numbers of rules whose tables are kept for the next matcher: fewer compile quickly, more take much memory. */
const KEPT_RULES = { min: 50, max: 1000 };
/** The tables of the last such rules, because the same ones, for example all starter rules, are often compiled again. */
let kept: { readonly key: string; readonly tables: RuleTables } | undefined;

function checkedTables(rules: readonly MatchRule[], seed: number): RuleTables {
  const isKept = rules.length >= KEPT_RULES.min && rules.length <= KEPT_RULES.max;
  const key = isKept
    ? JSON.stringify([seed, ...rules.flatMap(({ pattern, effect }) => [pattern, effect])])
    : '';
  if (isKept && key === kept?.key) return kept.tables;
  const tables = buildTables(checked(rules), seed);
  if (isKept) kept = { key, tables };
  return tables;
}

/** Checks each rule just before it is compiled, so that its pattern is parsed once. */
function* checked(rules: readonly MatchRule[]): Iterable<MatchRule> {
  for (const rule of rules) {
    checkRule(rule);
    yield rule;
  }
}

function checkRule(rule: MatchRule): void {
  const fault = checkPattern(rule.pattern);
  if (fault === undefined) return;
  const { message, code, offset, hint } = fault;
  throw new RulewrightError(
    'invalid-pattern',
    l10n.t('Rule {0}: {1} ({2} at offset {3})', rule.id, message, code, String(offset)),
    { hint },
  );
}

function matchText(set: RuleSet, text: string): readonly number[] {
  const budget: Budget = { left: WORK_PER_COMMAND };
  return set
    .candidates(text, budget)
    .filter((rule) => set.confirms(rule, 'anywhere', budget))
    .sort((a, b) => a - b);
}
