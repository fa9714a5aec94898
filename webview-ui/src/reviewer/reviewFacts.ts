import type { Effect } from '../../../src/core/rule';
import type { Review, RuleToAdd } from '../../../src/protocol/reviewer';
import { formatCount } from '../common/format';
import { counted, t, type TextKey } from '../common/texts';
import type { StopKind } from './reviewState';

/** The numbers in the summary. Hits are summed over the rules. */
export interface Facts {
  readonly denies: number;
  readonly asks: number;
  readonly allows: number;
  readonly removes: number;
  /** Lowest and highest confidence; absent if no rule has one. */
  readonly confidence?: { readonly low: number; readonly high: number };
  /** Whether any rule has a backtest. */
  readonly tested: boolean;
  /** Number of rules without a backtest. */
  readonly untested: number;
  /** Intended hits: unsafe commands for deny and ask rules, safe ones for allow rules. */
  readonly wanted: number;
  readonly shapes: number;
  /** Unintended hits: safe commands for deny and ask rules, unsafe ones for allow rules. */
  readonly unwanted: number;
  /** Hits without a label. */
  readonly unlabelled: number;
}

/** Computes the numbers for a review. */
export function reviewFacts(review: Review): Facts {
  const scores = review.add.flatMap((rule) => (rule.score === undefined ? [] : [rule.score]));
  const tested = review.add.filter((rule) => rule.evidence !== undefined);
  return {
    denies: count(review, 'deny'),
    asks: count(review, 'ask'),
    allows: count(review, 'allow'),
    removes: review.remove.length,
    ...(scores.length > 0 && {
      confidence: { low: Math.min(...scores), high: Math.max(...scores) },
    }),
    tested: tested.length > 0,
    untested: review.add.length - tested.length,
    wanted: sum(tested.map(wantedHits)),
    shapes: sum(tested.map((rule) => rule.evidence?.templates ?? 0)),
    unwanted: sum(tested.map(unwantedHits)),
    unlabelled: sum(tested.map((rule) => rule.evidence?.unknownHits ?? 0)),
  };
}

function count(review: Review, effect: Effect): number {
  return review.add.filter((rule) => rule.effect === effect).length;
}

function wantedHits(rule: RuleToAdd): number {
  return (rule.effect === 'allow' ? rule.evidence?.safeHits : rule.evidence?.unsafeHits) ?? 0;
}

function unwantedHits(rule: RuleToAdd): number {
  return (rule.effect === 'allow' ? rule.evidence?.unsafeHits : rule.evidence?.safeHits) ?? 0;
}

/** The rules to add that are equal to rules that stay in force. */
export function duplicates(review: Review): readonly RuleToAdd[] {
  const removed = new Set(review.remove.map(({ id }) => id));
  const remaining = review.inForce.filter(({ id }) => !removed.has(id));
  return review.add.filter((rule) =>
    remaining.some(
      ({ pattern, effect, mode }) =>
        pattern === rule.pattern && effect === rule.effect && mode === (rule.mode ?? 'enforce'),
    ),
  );
}

/**
 * The purpose of a change: the title of its first rule and the number of further changes, otherwise a count of its
 * changes.
 */
export function headline(review: Review): string {
  const version = String(review.target ?? '?');
  switch (review.kind) {
    case 'suggestion': {
      const starter = starterHeadline(review);
      if (starter !== undefined) return starter;
      const title = review.add[0]?.title;
      const more = review.add.length + review.remove.length - 1;
      if (title === undefined) return countedChanges(review);
      return more === 0 ? title : counted('purposeAndMore', more, title);
    }
    case 'joint':
      return counted('joinedSuggestions', review.joined?.length ?? 0);
    case 'rollback':
      return t('rollBackTo', version, changeText(review, 'restoreRules', 'takeOutRules'));
    case 'restore':
      return t('returnTo', version, changeText(review, 'restoreRules', 'takeOutRules'));
  }
}

/** `Starter rules: Work in Git` for a change with several of them; otherwise undefined. */
function starterHeadline({ add, remove }: Review): string | undefined {
  const categories = new Set(add.map(({ category }) => category));
  const [first] = categories;
  if (add.length < 2 || remove.length > 0 || categories.has(undefined)) return undefined;
  return categories.size === 1
    ? t('starterRulesOf', first ?? '')
    : t('starterRulesIn', formatCount(add.length), formatCount(categories.size));
}

/** `Add 2 deny rules, remove 1 rule`. */
export function countedChanges(review: Review): string {
  const text = changeText(review, 'addRules', 'removeRules');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function changeText(review: Review, adding: TextKey, removing: TextKey): string {
  const { denies, asks, allows, removes } = reviewFacts(review);
  const added = listed([
    ...(denies > 0 ? [counted('denyRules', denies)] : []),
    ...(asks > 0 ? [counted('askRules', asks)] : []),
    ...(allows > 0 ? [counted('allowRules', allows)] : []),
  ]);
  const parts = [
    ...(added === '' ? [] : [t(adding, added)]),
    ...(removes > 0 ? [t(removing, counted('rules', removes))] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : t('changeNothing');
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  const [last = ''] = parts.slice(-1);
  return parts.length < 2 ? last : t('and', parts.slice(0, -1).join(', '), last);
}

/** What a change would have done with a command that it matches: block it, ask about it, or either. */
export function stopKind({ denies, asks }: Pick<Facts, 'denies' | 'asks'>): StopKind {
  if (asks === 0) return 'denies';
  return denies === 0 ? 'asks' : 'stops';
}

/** A confidence as high, medium or low. The limits are based on the measured precision of suggestions by confidence. */
export function confidenceLevel(confidence: number): TextKey {
  if (confidence >= 0.85) return 'confidenceHigh';
  if (confidence >= 0.65) return 'confidenceMedium';
  return 'confidenceLow';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
