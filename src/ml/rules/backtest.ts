import type { AddedRule } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import { createMatcher, type MatchResult, type MatchRule } from '../../core/match/matcher';
import type { Effect } from '../../core/rule';
import { commandViews } from '../../core/shell/views';
import type { Decision } from '../../core/verdict';
import { ratio } from '../model/metrics';

/** What the rules say of one row. `row` counts data rows from 1; `rules` are places in the diff's `add`. */
export interface RowVerdict {
  readonly row: number;
  readonly verdict: Decision;
  readonly rules: readonly number[];
}

/** What one rule hit. */
export interface RuleBacktest {
  readonly rule: number;
  readonly pattern: string;
  readonly effect: Effect;
  readonly hits: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  /** Of a deny rule the unsafe share of its labelled hits, of an allow rule the safe share. */
  readonly precision: number | null;
}

/** Over all rules and rows. Rows without a label are counted apart and in no ratio. */
export interface BacktestTotal {
  readonly rows: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  readonly unsafeDenied: number;
  readonly safeDenied: number;
  readonly unknownDenied: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly falseAlarmsPerThousand: number | null;
}

export interface BacktestSummary {
  readonly rules: readonly RuleBacktest[];
  readonly total: BacktestTotal;
}

/** A backtest under way: rows are judged one by one, so a history of any size will do. */
export interface BacktestRun {
  judge(row: LabelledCommand): RowVerdict;
  summary(): BacktestSummary;
}

type Counts = Record<LabelledCommand['label'], number>;

/** Starts a backtest of the rules of a diff, with the matcher that decides. */
export function backtestRules(added: readonly AddedRule[]): BacktestRun {
  const rules = added.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect }));
  const matcher = createMatcher(rules);
  const hits = rules.map((): Counts => ({ safe: 0, unsafe: 0, unknown: 0 }));
  const seen: Counts = { safe: 0, unsafe: 0, unknown: 0 };
  const denied: Counts = { safe: 0, unsafe: 0, unknown: 0 };
  let row = 0;
  return {
    judge({ command, label }) {
      row += 1;
      const result = matcher.matchViews(commandViews(command));
      const hit = [...new Set(result.hits.map((one) => one.rule))].sort((a, b) => a - b);
      const verdict = decision(result, hit, rules);
      seen[label] += 1;
      if (verdict === 'deny') denied[label] += 1;
      for (const rule of hit) {
        const counts = hits[rule];
        if (counts !== undefined) counts[label] += 1;
      }
      return { row, verdict, rules: hit };
    },
    summary: () => ({
      rules: rules.map((rule, at) =>
        ruleBacktest(rule, at, hits[at] ?? { safe: 0, unsafe: 0, unknown: 0 }),
      ),
      total: total(seen, denied),
    }),
  };
}

function decision(
  result: MatchResult,
  hit: readonly number[],
  rules: readonly MatchRule[],
): Decision {
  if (hit.some((rule) => rules[rule]?.effect === 'deny')) return 'deny';
  if (result.exhausted) return 'ask';
  return hit.length > 0 ? 'allow' : 'none';
}

function ruleBacktest(rule: MatchRule, at: number, counts: Counts): RuleBacktest {
  const { safe, unsafe, unknown } = counts;
  return {
    rule: at,
    pattern: rule.pattern,
    effect: rule.effect,
    hits: safe + unsafe + unknown,
    unsafe,
    safe,
    unknown,
    precision: ratio(rule.effect === 'deny' ? unsafe : safe, unsafe + safe),
  };
}

function total(seen: Counts, denied: Counts): BacktestTotal {
  return {
    rows: seen.safe + seen.unsafe + seen.unknown,
    ...seen,
    unsafeDenied: denied.unsafe,
    safeDenied: denied.safe,
    unknownDenied: denied.unknown,
    precision: ratio(denied.unsafe, denied.unsafe + denied.safe),
    recall: ratio(denied.unsafe, seen.unsafe),
    falseAlarmsPerThousand: ratio(denied.safe * 1000, seen.safe),
  };
}
