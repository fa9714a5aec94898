import { RulewrightError } from '../core/errors';
import type { Effect } from '../core/rule';
import type { CommandViews } from '../shell/views';
import { WORK_PER_COMMAND, type Budget } from './budget';
import { buildTables } from './buildTables';
import { checkPattern } from './dialect';
import { LayeredRules } from './layeredRules';
import { RuleEngine } from './ruleEngine';
import type { MatchSpan, RuleSet } from './ruleSet';
import { matchViews, type MatchResult } from './viewMatch';

export type { MatchResult } from './viewMatch';

/** What the matcher needs of a rule. */
export interface MatchRule {
  readonly id: string;
  readonly pattern: string;
  readonly effect: Effect;
}

/** A change of rules: which to add, and the ids of those to remove. */
export interface MatchChanges {
  readonly add?: readonly MatchRule[];
  readonly remove?: readonly string[];
}

/** Rules ready to be matched against commands, in linear time. */
export interface Matcher {
  readonly rules: readonly MatchRule[];
  /** The same rules as `decide` asks them. */
  readonly set: RuleSet;
  /** Indices, ascending, of all rules whose pattern is found in `text` (in its first 16 384 characters). */
  matchText(text: string): readonly number[];
  /** What the rules say of a command, as docs/matching.md defines it. */
  matchViews(views: CommandViews): MatchResult;
  /** Where in `text` the pattern of rule number `rule` is found: leftmost, then shortest. */
  locate(rule: number, text: string): MatchSpan | undefined;
  /** A matcher for the changed rules: kept rules in their order, then the added ones. Small changes are cheap. */
  withChanges(changes: MatchChanges): Matcher;
}

/** Changes of more rules than this, and of more than an eighth of all, compile everything anew. */
const SMALL_CHANGE = 64;
/** Odd; published policies bring their own. */
const DEFAULT_SEED = 0x5bd1e995;

/** Throws `invalid-pattern` when a rule is not within the dialect. */
export function createMatcher(
  rules: readonly MatchRule[],
  options: { readonly seed?: number } = {},
): Matcher {
  const seed = options.seed ?? DEFAULT_SEED;
  for (const rule of rules) refuseFault(rule);
  return layered({ seed, base: compile(rules, seed), baseRules: rules, removed: new Set() }, []);
}

/** The rules compiled once, and what happened to them since. */
interface Base {
  readonly seed: number;
  readonly base: RuleSet;
  readonly baseRules: readonly MatchRule[];
  readonly removed: ReadonlySet<string>;
}

/** A matcher over compiled rules and a few later ones. */
function layered(state: Base, later: readonly MatchRule[]): Matcher {
  const kept = state.baseRules.filter((rule) => !state.removed.has(rule.id));
  const rules = [...kept, ...later];
  const set = joinLayers(state, later);
  return {
    rules,
    set,
    matchText: (text) => matchText(set, text),
    matchViews: (views) => matchViews(set, views),
    locate: (rule, text) => {
      const budget: Budget = { left: WORK_PER_COMMAND };
      set.candidates(text, budget);
      return set.locate(rule, 'floating', budget);
    },
    withChanges: (changes) => changed(state, rules, later, changes),
  };
}

function joinLayers(state: Base, later: readonly MatchRule[]): RuleSet {
  if (later.length === 0 && state.removed.size === 0) return state.base;
  let next = 0;
  const places = state.baseRules.map((rule) => (state.removed.has(rule.id) ? -1 : next++));
  const laterPlaces = later.map(() => next++);
  return new LayeredRules([
    { rules: state.base, places },
    { rules: compile(later, state.seed), places: laterPlaces },
  ]);
}

function changed(
  state: Base,
  rules: readonly MatchRule[],
  later: readonly MatchRule[],
  { add = [], remove = [] }: MatchChanges,
): Matcher {
  for (const rule of add) refuseFault(rule);
  const gone = new Set(remove);
  const removed = new Set([...state.removed, ...gone]);
  const nextLater = [...later.filter((rule) => !gone.has(rule.id)), ...add];
  const changes = removed.size + nextLater.length;
  if (changes > Math.max(SMALL_CHANGE, state.baseRules.length / 8)) {
    const all = [...rules.filter((rule) => !gone.has(rule.id)), ...add];
    return createMatcher(all, { seed: state.seed });
  }
  return layered({ ...state, removed }, nextLater);
}

function compile(rules: readonly MatchRule[], seed: number): RuleSet {
  return new RuleEngine(buildTables(rules, seed));
}

function refuseFault(rule: MatchRule): void {
  const fault = checkPattern(rule.pattern);
  if (fault === undefined) return;
  const place = `${fault.code} at offset ${fault.offset}`;
  throw new RulewrightError('invalid-pattern', `Rule ${rule.id}: ${fault.message} (${place})`, {
    hint: fault.hint,
  });
}

function matchText(set: RuleSet, text: string): readonly number[] {
  const budget: Budget = { left: WORK_PER_COMMAND };
  return set
    .candidates(text, budget)
    .filter((rule) => set.confirms(rule, 'floating', budget))
    .sort((a, b) => a - b);
}
