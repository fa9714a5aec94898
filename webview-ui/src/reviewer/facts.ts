import type { Effect } from '../../../src/core/rule';
import type { Review, RuleToAdd } from '../../../src/protocol/reviewer';
import { plural } from '../common/format';

/** The figures that let a person judge a change at a glance. Hits add up over the rules. */
export interface Facts {
  readonly denies: number;
  readonly asks: number;
  readonly allows: number;
  readonly removes: number;
  /** Lowest and highest confidence; absent where no rule has one. */
  readonly confidence?: { readonly low: number; readonly high: number };
  /** Whether any rule carries a backtest. */
  readonly measured: boolean;
  /** Hits that the change is meant to have: unsafe for deny and ask rules, safe for allow rules. */
  readonly wanted: number;
  readonly shapes: number;
  /** Hits that it should not have: safe for deny and ask rules, unsafe for allow rules. */
  readonly unwanted: number;
  /** Hits that nobody labelled. */
  readonly unlabelled: number;
}

/** Sums up a review. */
export function reviewFacts(review: Review): Facts {
  const scores = review.add.flatMap((rule) => (rule.score === undefined ? [] : [rule.score]));
  const measured = review.add.filter((rule) => rule.evidence !== undefined);
  return {
    denies: count(review, 'deny'),
    asks: count(review, 'ask'),
    allows: count(review, 'allow'),
    removes: review.remove.length,
    ...(scores.length > 0 && {
      confidence: { low: Math.min(...scores), high: Math.max(...scores) },
    }),
    measured: measured.length > 0,
    wanted: sum(measured.map(wantedHits)),
    shapes: sum(measured.map((rule) => rule.evidence?.templates ?? 0)),
    unwanted: sum(measured.map(unwantedHits)),
    unlabelled: sum(measured.map((rule) => rule.evidence?.unknownHits ?? 0)),
  };
}

function count(review: Review, effect: Effect): number {
  return review.add.filter((rule) => rule.effect === effect).length;
}

/** Hits the rule is meant to have. */
function wantedHits(rule: RuleToAdd): number {
  return (rule.effect === 'allow' ? rule.evidence?.safeHits : rule.evidence?.unsafeHits) ?? 0;
}

/** Hits the rule should not have. */
function unwantedHits(rule: RuleToAdd): number {
  return (rule.effect === 'allow' ? rule.evidence?.unsafeHits : rule.evidence?.safeHits) ?? 0;
}

/** The rules that a change adds although the same ones are in force and stay there. */
export function doubled(review: Review): readonly RuleToAdd[] {
  const leaving = new Set(review.remove.map(({ id }) => id));
  const staying = review.inForce.filter(({ id }) => !leaving.has(id));
  return review.add.filter((rule) =>
    staying.some(
      ({ pattern, effect, mode }) =>
        pattern === rule.pattern && effect === rule.effect && mode === (rule.mode ?? 'enforce'),
    ),
  );
}

/** `Add 2 deny rules, remove 1 rule`. */
export function headline(review: Review): string {
  const version = `version ${review.target ?? '?'}`;
  switch (review.kind) {
    case 'suggestion': {
      const text = changeWords(review, 'add', 'remove');
      return text.charAt(0).toUpperCase() + text.slice(1);
    }
    case 'rollback':
      return `Roll back ${version}: ${changeWords(review, 'put back', 'take out')}`;
    case 'restore':
      return `Return to ${version}: ${changeWords(review, 'put back', 'take out')}`;
  }
}

function changeWords(review: Review, adding: string, removing: string): string {
  const { denies, asks, allows, removes } = reviewFacts(review);
  const added = listed([
    ...(denies > 0 ? [plural(denies, 'deny rule')] : []),
    ...(asks > 0 ? [plural(asks, 'ask rule')] : []),
    ...(allows > 0 ? [plural(allows, 'allow rule')] : []),
  ]);
  const parts = [
    ...(added === '' ? [] : [`${adding} ${added}`]),
    ...(removes > 0 ? [`${removing} ${plural(removes, 'rule')}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'change nothing';
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)]
    .filter((part) => part !== '')
    .join(' and ');
}

/** What a change would have done to a command that it is against: `blocked`, `asked about`, or either. */
export function stoppedWord({ denies, asks }: Pick<Facts, 'denies' | 'asks'>): string {
  if (asks === 0) return 'blocked';
  return denies === 0 ? 'asked about' : 'blocked or asked about';
}

/** How sure a confidence is, in words. The steps follow how often suggestions of each strength were right. */
export function sureness(confidence: number): string {
  if (confidence >= 0.85) return 'Very sure';
  if (confidence >= 0.65) return 'Fairly sure';
  return 'Not very sure';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
