import { createMatcher } from '../../matcher/matcher';
import type { Rule } from '../../core/rule';
import type { DataRow } from '../dataset/dataset';
import type { History } from '../dataset/history';
import { backtestOf, type Backtest } from './evidence';
import { plainProgram } from './simpleCommand';
import type { TestedRule } from './testedRule';
import { wilsonLowerBound } from './wilson';

/** A rule in force that labels speak against; `narrower` would keep most of what it rightly stops. */
export interface Contradiction {
  readonly rule: Rule;
  readonly backtest: Backtest;
  readonly narrower: TestedRule | undefined;
  readonly reason: string;
}

/** Commands that ran safely again and again and that no rule speaks for yet. */
export interface AllowProposal {
  readonly pattern: string;
  readonly commands: readonly DataRow[];
  readonly score: number;
  readonly reason: string;
}

const KEPT_SHARE = 0.6;

/** Rules in force that are wrong more often than right, by the labels of at least four different commands. */
export function contradictedRules(
  history: History,
  rules: readonly Rule[],
  passed: readonly TestedRule[],
): readonly Contradiction[] {
  return rules.flatMap((rule, at) => {
    const hits = history.ruleHits.flatMap((found, row) => (found.includes(at) ? [row] : []));
    const backtest = backtestOf(history.rows, hits);
    if (rule.effect === 'allow') return contradictedAllow(rule, backtest);
    // What a narrower rule would deny is only asked about today.
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
  const verb = narrower === undefined ? 'Remove' : 'Narrow';
  return [
    {
      rule,
      backtest,
      narrower,
      reason: `${verb}: it ${does(rule)} ${safe} different safe commands and ${unsafe} unsafe ones.`,
    },
  ];
}

/** What a rule does, and what a shadow rule, which decides nothing yet, would do. */
const VERBS = {
  deny: { enforce: 'stops', shadow: 'would stop' },
  ask: { enforce: 'asks about', shadow: 'would ask about' },
  allow: { enforce: 'allows', shadow: 'would allow' },
} as const;

function does({ effect, mode }: Rule): string {
  return VERBS[effect][mode];
}

function isInside(one: TestedRule, backtest: Backtest): boolean {
  const hit = [...one.backtest.unsafeTemplates];
  const inside = hit.filter((template) => backtest.unsafeTemplates.has(template)).length;
  return inside === hit.length && inside >= backtest.unsafeTemplates.size * KEPT_SHARE;
}

function contradictedAllow(rule: Rule, backtest: Backtest): readonly Contradiction[] {
  const unsafe = backtest.unsafeTemplates.size;
  if (unsafe === 0) return [];
  const reason = `Remove: it ${does(rule)} ${unsafe} different commands that are labelled unsafe.`;
  return [{ rule, backtest, narrower: undefined, reason }];
}

const MIN_SAFE_RUNS = 20;
const MAX_COMMANDS = 12;
const MAX_PROPOSALS = 5;

/**
 * Allow rules for exactly the commands with a long safe record, by program. They name whole commands, so nothing is
 * allowed that nobody ran. Programs that run other programs are left out, and so is whatever expands or redirects.
 */
export function allowProposals(history: History, rules: readonly Rule[]): readonly AllowProposal[] {
  const groups = new Map<string, DataRow[]>();
  history.rows.forEach((row, at) => {
    if (row.label !== 'safe' || row.count < MIN_SAFE_RUNS) return;
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
  const names = commands.map((row) => escapeText(row.command.trim())).sort();
  const what = commands.length === 1 ? 'this command' : `these ${commands.length} commands`;
  return {
    pattern: `^(?:${names.join('|')})$`,
    commands,
    score: wilsonLowerBound(runs, runs),
    reason: `Exactly ${what} ran ${runs} times, always safe.`,
  };
}

/** The proposal as a rule hits its own commands and nothing that is labelled otherwise. */
function allowsOnly(one: AllowProposal, history: History): boolean {
  if (one.pattern.length > 1000) return false;
  const matcher = createMatcher([{ id: 'allow', pattern: one.pattern, effect: 'allow' }]);
  return history.rows.every(
    (row) => row.label === 'safe' || matcher.matchText(row.command).length === 0,
  );
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
