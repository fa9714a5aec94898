import type { CommandView, CommandViews, ViewKind } from '../shell/views';
import { MAX_TEXT, WORK_PER_COMMAND, type Budget } from './matchBudget';
import type { Reach, RuleSet } from './ruleSet';

/** A match of a rule in a view. `start` and `end` are the position of the view in the command as written. */
export interface RuleHit {
  readonly rule: number;
  readonly view: number;
  readonly start: number;
  readonly end: number;
}

export interface MatchResult {
  /**
   * Matching deny and ask rules, each with its first view, followed by allow rules if together they allow the whole
   * command.
   */
  readonly hits: readonly RuleHit[];
  /** Allow rules that match parts of a command that is not allowed as a whole. */
  readonly partial: readonly RuleHit[];
  /** Whether the command could not be evaluated within the budget, so that `hits` may be incomplete. */
  readonly exhausted: boolean;
}

/**
 * The views that deny and ask rules are matched against. The whole line mixes different commands, so it is used only if the
 * parser rejected the command. Commands without effect are only matched against allow rules.
 */
export function deniableViews({ views, parsed }: CommandViews): readonly CommandView[] {
  return views.filter(({ inert }, at) => inert !== true && (at > 0 || !parsed));
}

/** Matches the views of a command, first against deny and ask rules. */
export function matchViews(rules: RuleSet, command: CommandViews): MatchResult {
  const budget: Budget = { left: WORK_PER_COMMAND };
  const { hits, allows } = findAgainst(rules, command, budget);
  const partial = rules.hasAllows ? findAllows(rules, command, allows, budget) : [];
  const exhausted = isCut(command) || budget.left < 0;
  const allowed = !exhausted && isAllowed(rules, command, partial);
  return {
    hits: allowed ? [...hits, ...partial] : hits,
    partial: allowed ? [] : partial,
    exhausted,
  };
}

/** Whether a command is too long to be evaluated completely. */
export function isCut({ truncated, views }: CommandViews): boolean {
  return truncated || views.some(({ text }) => text.length > MAX_TEXT);
}

/**
 * Whether these hits of allow rules allow the whole command: a rule matches the whole line, or each simple command is
 * allowed. A command that was not parsed is allowed only by a match of the whole line.
 */
export function isAllowed(
  rules: Pick<RuleSet, 'allowsWholeLine'>,
  command: CommandViews,
  hits: readonly RuleHit[],
): boolean {
  const { views, parsed } = command;
  const matched = new Set(hits.map(({ view }) => view));
  if (hits.some((hit) => views[hit.view]?.kind === 'line' && rules.allowsWholeLine(hit.rule))) {
    return true;
  }
  const simple = [...views.keys()].filter((view) => views[view]?.kind === 'simple');
  return (
    parsed &&
    simple.length > 0 &&
    simple.every((view) => {
      const expanded = views[view + 1]?.kind === 'expanded' && matched.has(view + 1);
      return matched.has(view) || expanded;
    })
  );
}

/** The matching deny and ask rules, and the candidate allow rules by text. */
function findAgainst(
  rules: RuleSet,
  { views, parsed }: CommandViews,
  budget: Budget,
): { hits: RuleHit[]; allows: ReadonlyMap<string, readonly number[]> } {
  const hits: RuleHit[] = [];
  const found = new Set<number>();
  const allows = new Map<string, readonly number[]>();
  const first = parsed ? 1 : 0;
  for (const [view, { text, start, end, inert }] of views.entries()) {
    if (view < first || inert === true || allows.has(text) || budget.left < 0) continue;
    const candidates = rules.candidates(text, budget);
    allows.set(text, allowsOf(rules, candidates));
    for (const rule of candidates.filter((one) => !isAllow(rules, one) && !found.has(one))) {
      if (!rules.confirms(rule, 'anywhere', budget)) continue;
      found.add(rule);
      hits.push({ rule, view, start, end });
    }
  }
  if (rules.hasAllows) {
    for (const [view, { text, inert }] of views.entries()) {
      if (view === 0 || inert === true) addAllows(rules, text, allows, budget);
    }
  }
  return { hits: hits.sort(byViewThenRule), allows };
}

/** The whole line and commands without effect are matched only against allow rules. */
function addAllows(
  rules: RuleSet,
  text: string,
  allows: Map<string, readonly number[]>,
  budget: Budget,
): void {
  if (allows.has(text) || budget.left < 0) return;
  allows.set(text, allowsOf(rules, rules.candidates(text, budget)));
}

function allowsOf(rules: RuleSet, candidates: readonly number[]): readonly number[] {
  return candidates.filter((rule) => isAllow(rules, rule));
}

function isAllow(rules: RuleSet, rule: number): boolean {
  return rules.effectOf(rule) === 'allow';
}

function findAllows(
  rules: RuleSet,
  { views }: CommandViews,
  allows: ReadonlyMap<string, readonly number[]>,
  budget: Budget,
): readonly RuleHit[] {
  const hits: RuleHit[] = [];
  for (const [view, { kind, text, start, end }] of views.entries()) {
    const reach = reachOf(views[view]);
    const candidates = (allows.get(text) ?? []).filter(
      (rule) => kind !== 'line' || rules.allowsWholeLine(rule),
    );
    if (reach === undefined || candidates.length === 0 || budget.left < 0) continue;
    rules.candidates(text, budget);
    for (const rule of candidates) {
      if (rules.confirms(rule, reach, budget)) hits.push({ rule, view, start, end });
    }
  }
  return hits.sort(byViewThenRule);
}

/** Where an allow rule must match in a view; undefined if the view is not for allow rules. */
function reachOf(view: CommandView | undefined): Reach | undefined {
  if (view === undefined || FOR_DENY.has(view.kind)) return undefined;
  return view.kind === 'line' && /[\n\r]/.test(view.text) ? undefined : 'fromStart';
}

/** Views that generalize the command. Allow rules must match the command itself. */
const FOR_DENY: ReadonlySet<ViewKind> = new Set(['canonical', 'spelled', 'class']);

function byViewThenRule(a: RuleHit, b: RuleHit): number {
  return a.view - b.view || a.rule - b.rule;
}
