import type { AddedRule } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { Effect, Rule, RuleMode } from '../../core/rule';
import type { Decision } from '../../core/verdict';
import { compilePolicy } from '../../policy/compilePolicy';
import { evaluateInFull } from '../../policy/evaluate';
import { ratio } from '../model/metrics';

/** The verdict on a row. `row` counts data rows from 1; `rules` are the indexes in `add` of the rules that match. */
export interface RowVerdict {
  readonly row: number;
  readonly verdict: Decision;
  readonly rules: readonly number[];
}

/** The hits of a rule. Shadow rules are counted like enforced ones. */
export interface RuleBacktest {
  readonly rule: number;
  readonly pattern: string;
  readonly effect: Effect;
  readonly mode: RuleMode;
  readonly hits: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  /** The unsafe share of the labelled hits of a deny or ask rule; the safe share for an allow rule. */
  readonly precision: number | null;
}

/** Totals over all rules and rows. Ratios are about denied rows and exclude rows without a label. */
export interface BacktestTotal {
  readonly rows: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  readonly unsafeDenied: number;
  readonly safeDenied: number;
  readonly unknownDenied: number;
  /** Rows that an ask rule matches, or that cannot be evaluated within the budget. */
  readonly unsafeAsked: number;
  readonly safeAsked: number;
  readonly unknownAsked: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly falseAlarmsPerThousand: number | null;
}

export interface BacktestSummary {
  readonly rules: readonly RuleBacktest[];
  readonly total: BacktestTotal;
}

/** A running backtest. Rows are evaluated one at a time, so the history can have any size. */
export interface BacktestRun {
  judge(row: LabelledCommand): RowVerdict;
  summary(): BacktestSummary;
}

type Counts = Record<LabelledCommand['label'], number>;

/** Starts a backtest of the rules of a diff, which are evaluated as in the guard. */
export function backtestRules(added: readonly AddedRule[]): BacktestRun {
  const rules = added.map(inForce);
  const policy = compilePolicy({ rules, version: '', seq: 0 });
  const hits = rules.map((): Counts => ({ safe: 0, unsafe: 0, unknown: 0 }));
  const seen: Counts = { safe: 0, unsafe: 0, unknown: 0 };
  const denied: Counts = { safe: 0, unsafe: 0, unknown: 0 };
  const asked: Counts = { safe: 0, unsafe: 0, unknown: 0 };
  let row = 0;
  return {
    judge({ command, label }) {
      row += 1;
      // Invalid commands are denied or asked depending on a setting, not on rules.
      const { verdict, result } = evaluateInFull(policy, command, { onError: 'ask' });
      const hit = [...new Set(result.hits.map((one) => one.rule))].sort((a, b) => a - b);
      seen[label] += 1;
      if (verdict.decision === 'deny') denied[label] += 1;
      if (verdict.decision === 'ask') asked[label] += 1;
      for (const rule of hit) {
        const counts = hits[rule];
        if (counts !== undefined) counts[label] += 1;
      }
      return { row, verdict: verdict.decision, rules: hit };
    },
    summary: () => ({
      rules: rules.map((rule, at) =>
        ruleBacktest(rule, at, hits[at] ?? { safe: 0, unsafe: 0, unknown: 0 }),
      ),
      total: total(seen, denied, asked),
    }),
  };
}

function inForce({ pattern, effect, mode = 'enforce' }: AddedRule, at: number): Rule {
  const unknown = { addedBy: '', confidence: null, ts: '', reason: '' };
  return { id: String(at), pattern, effect, mode, ...unknown };
}

function ruleBacktest(rule: Rule, at: number, counts: Counts): RuleBacktest {
  const { safe, unsafe, unknown } = counts;
  return {
    rule: at,
    pattern: rule.pattern,
    effect: rule.effect,
    mode: rule.mode,
    hits: safe + unsafe + unknown,
    unsafe,
    safe,
    unknown,
    precision: ratio(rule.effect === 'allow' ? safe : unsafe, unsafe + safe),
  };
}

function total(seen: Counts, denied: Counts, asked: Counts): BacktestTotal {
  return {
    rows: seen.safe + seen.unsafe + seen.unknown,
    ...seen,
    unsafeDenied: denied.unsafe,
    safeDenied: denied.safe,
    unknownDenied: denied.unknown,
    unsafeAsked: asked.unsafe,
    safeAsked: asked.safe,
    unknownAsked: asked.unknown,
    precision: ratio(denied.unsafe, denied.unsafe + denied.safe),
    recall: ratio(denied.unsafe, seen.unsafe),
    falseAlarmsPerThousand: ratio(denied.safe * 1000, seen.safe),
  };
}
