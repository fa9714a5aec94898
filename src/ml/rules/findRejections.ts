import * as l10n from '@vscode/l10n';
import { formatCount } from '../../core/formatCount';
import { hasDoubled, neededAfter, type RejectedRule } from '../../core/rejection';
import type { Effect } from '../../core/rule';
import { createMatcher } from '../../matcher/matcher';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import type { DataRow } from '../dataset/dataset';
import { rowNumbers } from '../dataset/commandRuns';
import { hitsOfEach } from '../dataset/viewTexts';
import type { Backtest } from './backtestEvidence';
import type { Abstention } from './suggestionReport';

/** A rule that may have been rejected before, with its hits in the history. */
export interface Proposable {
  readonly pattern: string;
  readonly effect: Effect;
  readonly commands: readonly DataRow[];
}

/** Finds the newest rejection of the same rule. */
export type FindRejection = (rule: Proposable) => RejectedRule | undefined;

/**
 * Minimum share of common commands for two rules to count as the same, because mining words a rule differently for each
 * history.
 */
const SAME_SHARE = 0.8;

/** The effects to which a rejection also applies: a person who rejects being asked also rejects a denial. */
const ANSWERS: Readonly<Record<Effect, readonly Effect[]>> = {
  deny: ['deny'],
  ask: ['ask', 'deny'],
  allow: ['allow'],
};

/**
 * Finds rejections (newest first in `rejected`) of the same pattern, or of a pattern with the same or a weaker effect
 * that matches nearly the same commands of this history. A rejection of an allow rule also applies to rules that allow
 * most of the same commands.
 */
export function findRejections(
  history: AnalyzedHistory,
  rejected: readonly RejectedRule[],
): FindRejection {
  if (rejected.length === 0) return () => undefined;
  const hits = commandsOfEach(history, rejected);
  return ({ pattern, effect, commands }) =>
    rejected.find((one, at) => {
      if (!ANSWERS[one.effect].includes(effect)) return false;
      if (one.pattern === pattern) return true;
      const before = hits[at] ?? new Set();
      const shared = commands.filter(({ command }) => before.has(command)).length;
      if (shared === 0) return false;
      const all = before.size + commands.length - shared;
      return shared >= SAME_SHARE * (effect === 'allow' ? before.size : all);
    });
}

/** Distinct commands that each rejected rule matches. Allow rules match only whole commands. */
function commandsOfEach(
  { runs, index, rows }: AnalyzedHistory,
  rejected: readonly RejectedRule[],
): readonly ReadonlySet<string>[] {
  const commandAt = (at: number): string => rows[at]?.command ?? '';
  const stopped = hitsOfEach(
    index,
    rejected.map(({ pattern }) => ({ pattern, effect: 'deny' })),
  );
  const whole = createMatcher(
    rejected.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect })),
  );
  const allowed = rejected.map(() => new Set<string>());
  for (const { command } of rows) {
    for (const at of whole.matchText(command)) allowed[at]?.add(command);
  }
  return rejected.map(({ effect }, at) =>
    effect === 'allow'
      ? (allowed[at] ?? new Set())
      : new Set(rowNumbers(runs, stopped[at]?.hits ?? []).map(commandAt)),
  );
}

/** All commands that a rule matches. */
export function commandsIn({ unsafe, safe, unknown }: Backtest): readonly DataRow[] {
  return [...unsafe, ...safe, ...unknown];
}

/** Why a rule is not proposed again; `now` is the number of distinct commands that support it. */
export function heldBack(what: string, { at, commands }: RejectedRule, now: number): Abstention {
  return {
    what,
    reason: l10n.t(
      'you rejected this on {0}; it has {1} different commands, and is proposed again from {2} on',
      at.slice(0, 10),
      formatCount(now),
      formatCount(neededAfter(commands)),
    ),
  };
}

/** Whether a rule may be proposed: it was not rejected, or its evidence has doubled since. */
export function mayBeProposed(rejected: RejectedRule | undefined, now: number): boolean {
  return rejected === undefined || hasDoubled(rejected, now);
}
