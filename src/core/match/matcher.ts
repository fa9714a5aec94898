import { RE2JS } from 're2js';
import { RulewrightError } from '../errors';
import type { Effect } from '../rule';
import type { CommandViews } from '../shell/views';
import { checkPattern } from './dialect';
import { IGNORE_CASE } from './regexSyntax';

/** What the matcher needs of a rule. */
export interface MatchRule {
  readonly id: string;
  readonly pattern: string;
  readonly effect: Effect;
}

/** Rule number `rule` matched view number `view`; `start` and `end` are that view's place in the command as written. */
export interface RuleHit {
  readonly rule: number;
  readonly view: number;
  readonly start: number;
  readonly end: number;
}

export interface MatchResult {
  /** Deny rules that matched, and allow rules when together they allow the whole command. By view, then rule. */
  readonly hits: readonly RuleHit[];
  /** Allow rules that matched parts of a command which is not allowed as a whole. */
  readonly partial: readonly RuleHit[];
  /** The command could not be examined within the budget: what is missing from `hits` is unknown. */
  readonly exhausted: boolean;
}

/** Rules ready to be matched against commands, in linear time. */
export interface Matcher {
  readonly rules: readonly MatchRule[];
  /** Indices, ascending, of all rules whose pattern is found in `text`. */
  matchText(text: string): readonly number[];
  /** What the rules say of a command, as `docs/matching.md` defines it. */
  matchViews(views: CommandViews): MatchResult;
  /** A matcher for the changed rules: kept rules in their order, then the added ones. */
  withChanges(changes: {
    readonly add?: readonly MatchRule[];
    readonly remove?: readonly string[];
  }): Matcher;
}

/** Throws `invalid-pattern` when a rule is not within the dialect. */
export function createMatcher(rules: readonly MatchRule[]): Matcher {
  for (const rule of rules) refuseFault(rule);
  const engines: (RE2JS | undefined)[] = [];
  const found = (rule: number, text: string): boolean => {
    const engine = (engines[rule] ??= compile(rules[rule]));
    return engine.matcher(text).find();
  };
  const matchText = (text: string): readonly number[] =>
    rules.map((_, index) => index).filter((index) => found(index, text));
  return {
    rules,
    matchText,
    matchViews: (views) => matchViews(rules, matchText, views),
    withChanges: ({ add = [], remove = [] }) => {
      const gone = new Set(remove);
      return createMatcher([...rules.filter((rule) => !gone.has(rule.id)), ...add]);
    },
  };
}

function refuseFault(rule: MatchRule): void {
  const fault = checkPattern(rule.pattern);
  if (fault === undefined) return;
  throw new RulewrightError(
    'invalid-pattern',
    `Rule ${rule.id}: ${fault.message} (${fault.code} at offset ${fault.offset})`,
    { hint: fault.hint },
  );
}

function compile(rule: MatchRule | undefined): RE2JS {
  const pattern = rule?.pattern ?? '';
  const deny = rule?.effect === 'deny';
  const ignoreCase = deny || pattern.startsWith(IGNORE_CASE);
  return RE2JS.compile(
    pattern,
    (deny ? RE2JS.DOTALL : 0) | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0),
  );
}

function matchViews(
  rules: readonly MatchRule[],
  matchText: (text: string) => readonly number[],
  { views, truncated }: CommandViews,
): MatchResult {
  const all = views.flatMap((view, at) =>
    matchText(view.text).map((rule) => ({ rule, view: at, start: view.start, end: view.end })),
  );
  const denies = all.filter((hit) => rules[hit.rule]?.effect === 'deny');
  const allows = all.filter((hit) => rules[hit.rule]?.effect === 'allow');
  const covered = views.every(
    (view, at) => view.kind !== 'simple' || allows.some((hit) => hit.view === at),
  );
  const whole = covered && views.some((view) => view.kind === 'simple');
  return {
    hits: whole ? [...denies, ...allows] : denies,
    partial: whole ? [] : allows,
    exhausted: truncated,
  };
}
