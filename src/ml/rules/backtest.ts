import type { AddedRule } from '../../core/diff';
import type { LabelledCommand } from '../../core/event';
import type { Effect, Rule, RuleMode } from '../../core/rule';
import type { Decision } from '../../core/verdict';
import { compilePolicy } from '../../policy/compilePolicy';
import { evaluateInFull } from '../../policy/evaluate';
import { ratio } from '../model/metrics';

/** What the rules say of one row. `row` counts data rows from 1; `rules` are the places in `add` of those that match. */
export interface RowVerdict {
  readonly row: number;
  readonly verdict: Decision;
  readonly rules: readonly number[];
}

/** What one rule hit; of a shadow rule, what it would decide once it is enforced. */
export interface RuleBacktest {
  readonly rule: number;
  readonly pattern: string;
  readonly effect: Effect;
  readonly mode: RuleMode;
  readonly hits: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  /** Of a deny or ask rule the unsafe share of its labelled hits, of an allow rule the safe share. */
  readonly precision: number | null;
}

/** Over all rules and rows. Rows without a label are counted apart and in no ratio; ratios are of denied rows. */
export interface BacktestTotal {
  readonly rows: number;
  readonly unsafe: number;
  readonly safe: number;
  readonly unknown: number;
  readonly unsafeDenied: number;
  readonly safeDenied: number;
  readonly unknownDenied: number;
  /** Rows that an ask rule would have asked about, or that cannot be examined within the budget. */
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

/** A backtest under way: rows are judged one by one, so a history of any size will do. */
export interface BacktestRun {
  judge(row: LabelledCommand): RowVerdict;
  summary(): BacktestSummary;
}

type Counts = Record<LabelledCommand['label'], number>;

/** Starts a backtest of the rules of a diff, as the guard would evaluate them. */
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
      // What is no command at all is denied or asked by setting: no rule stops it.
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
