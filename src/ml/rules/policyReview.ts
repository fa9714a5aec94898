import * as l10n from '@vscode/l10n';
import { createMatcher } from '../../matcher/matcher';
import { formatCount } from '../../core/formatCount';
import type { Rule } from '../../core/rule';
import { PLACEHOLDER } from '../../core/secretPlaceholder';
import type { DataRow } from '../dataset/dataset';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import { escapedPattern } from './escapedPattern';
import { backtestOf, type Backtest } from './backtestEvidence';
import { plainProgram } from './simpleCommand';
import type { TestedRule } from './testedRule';
import { wilsonLowerBound } from './wilson';

/** A rule in force that labels contradict. `narrower` is a replacement that keeps most of its correct matches. */
export interface Contradiction {
  readonly rule: Rule;
  readonly backtest: Backtest;
  readonly narrower: TestedRule | undefined;
  readonly reason: string;
  /** Number of distinct commands that contradict the rule. */
  readonly against: number;
}

/** An allow rule for commands that ran safely many times and match no rule yet. */
export interface AllowProposal {
  readonly pattern: string;
  readonly commands: readonly DataRow[];
  readonly score: number;
  readonly reason: string;
}

const KEPT_SHARE = 0.6;

/** Rules in force that are more often wrong than right, by the labels of at least four different commands. */
export function contradictedRules(
  history: AnalyzedHistory,
  rules: readonly Rule[],
  passed: readonly TestedRule[],
): readonly Contradiction[] {
  return rules.flatMap((rule, at) => {
    const backtest = backtestOf(
      history.rows.filter((_, row) => history.ruleHits[row]?.includes(at)),
    );
    if (rule.effect === 'allow') return contradictedAllow(rule, backtest);
    // Do not replace an ask rule by a narrower deny rule.
    return contradictedStop(rule, backtest, rule.effect === 'deny' ? passed : []);
  });
}

function contradictedStop(
  rule: Rule,
  backtest: Backtest,
  passed: readonly TestedRule[],
): readonly Contradiction[] {
  const safe = backtest.safeTemplates.size;
  const unsafe = backtest.unsafeTemplates.size;
  // Fewer than four safe commands have a bound below one half.
  if (wilsonLowerBound(safe, safe + unsafe) < 0.5) return [];
  const narrower = passed
    .filter((one) => one.pattern !== rule.pattern && one.backtest.safe.length === 0)
    .filter((one) => isInside(one, backtest))
    .sort((a, b) => b.backtest.unsafeTemplates.size - a.backtest.unsafeTemplates.size)[0];
  const matched = matchesText(rule, safe, unsafe);
  return [
    {
      rule,
      backtest,
      narrower,
      against: safe,
      reason:
        narrower === undefined ? l10n.t('Remove: {0}', matched) : l10n.t('Narrow: {0}', matched),
    },
  ];
}

function matchesText({ effect, mode }: Rule, safe: number, unsafe: number): string {
  if (effect === 'ask') {
    return mode === 'enforce'
      ? l10n.t(
          'it asks about {0} different safe commands and {1} unsafe ones.',
          formatCount(safe),
          formatCount(unsafe),
        )
      : l10n.t(
          'it would ask about {0} different safe commands and {1} unsafe ones.',
          formatCount(safe),
          formatCount(unsafe),
        );
  }
  return mode === 'enforce'
    ? l10n.t(
        'it stops {0} different safe commands and {1} unsafe ones.',
        formatCount(safe),
        formatCount(unsafe),
      )
    : l10n.t(
        'it would stop {0} different safe commands and {1} unsafe ones.',
        formatCount(safe),
        formatCount(unsafe),
      );
}

function isInside(one: TestedRule, backtest: Backtest): boolean {
  const hit = [...one.backtest.unsafeTemplates];
  const inside = hit.filter((template) => backtest.unsafeTemplates.has(template)).length;
  return inside === hit.length && inside >= backtest.unsafeTemplates.size * KEPT_SHARE;
}

function contradictedAllow(rule: Rule, backtest: Backtest): readonly Contradiction[] {
  const unsafe = backtest.unsafeTemplates.size;
  if (unsafe === 0) return [];
  const reason =
    rule.mode === 'enforce'
      ? l10n.t(
          'Remove: it allows {0} different commands that are labelled unsafe.',
          formatCount(unsafe),
        )
      : l10n.t(
          'Remove: it would allow {0} different commands that are labelled unsafe.',
          formatCount(unsafe),
        );
  return [{ rule, backtest, narrower: undefined, reason, against: unsafe }];
}

const MIN_SAFE_RUNS = 20;
const MAX_COMMANDS = 12;
const MAX_PROPOSALS = 5;

/**
 * Allow rules for commands that were safe many times, grouped by program. They match exact commands, so they allow
 * nothing new. Excludes commands that run other programs, expand or redirect, from which a secret was removed, that a
 * person refused, and those in `decided`, which another proposal allows.
 */
export function allowProposals(
  history: AnalyzedHistory,
  rules: readonly Rule[],
  decided: ReadonlySet<string> = new Set(),
): readonly AllowProposal[] {
  const groups = new Map<string, DataRow[]>();
  history.rows.forEach((row, at) => {
    if (row.label !== 'safe' || row.count < MIN_SAFE_RUNS || decided.has(row.command)) return;
    if ((row.answers?.refused ?? 0) > 0 || row.command.includes(PLACEHOLDER)) return;
    if ((history.ruleHits[at] ?? []).length > 0) return;
    const program = plainProgram(row.command);
    if (program !== undefined) groups.set(program, [...(groups.get(program) ?? []), row]);
  });
  return [...groups.values()]
    .map((group) => proposal(group.sort((a, b) => b.count - a.count).slice(0, MAX_COMMANDS)))
    .filter((one) => rules.every((rule) => rule.pattern !== one.pattern))
    .filter((one) => allowsOnly(one, history))
    .sort((a, b) => b.score - a.score || (a.pattern < b.pattern ? -1 : 1))
    .slice(0, MAX_PROPOSALS);
}

function proposal(commands: readonly DataRow[]): AllowProposal {
  const runs = commands.reduce((sum, row) => sum + row.count, 0);
  const names = commands.map((row) => escapedPattern(row.command.trim())).sort();

  return {
    pattern: `^(?:${names.join('|')})$`,
    commands,
    score: wilsonLowerBound(runs, runs),
    reason:
      commands.length === 1
        ? l10n.t('Exactly this command ran {0} times, always safe.', formatCount(runs))
        : l10n.t(
            'Exactly these {0} commands ran {1} times, always safe.',
            formatCount(commands.length),
            formatCount(runs),
          ),
  };
}

/** Whether the proposed rule matches no command with another label. */
function allowsOnly(one: AllowProposal, history: AnalyzedHistory): boolean {
  if (one.pattern.length > 1000) return false;
  const matcher = createMatcher([{ id: 'allow', pattern: one.pattern, effect: 'allow' }]);
  return history.rows.every(
    (row) => row.label === 'safe' || matcher.matchText(row.command).length === 0,
  );
}
