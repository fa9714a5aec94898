import type { CommandView, CommandViews, ViewKind } from '../shell/views';
import { MAX_TEXT, WORK_PER_COMMAND, type Budget } from './budget';
import type { Reach, RuleSet } from './ruleSet';

/** Rule number `rule` matched view number `view`; `start` and `end` are that view's place in the command as written. */
export interface RuleHit {
  readonly rule: number;
  readonly view: number;
  readonly start: number;
  readonly end: number;
}

export interface MatchResult {
  /**
   * Deny and ask rules that matched, each on its first view; then allow rules, when together they allow the whole
   * command.
   */
  readonly hits: readonly RuleHit[];
  /** Allow rules that matched parts of a command which is not allowed as a whole. */
  readonly partial: readonly RuleHit[];
  /** The command could not be examined within the budget: what is missing from `hits` is unknown. */
  readonly exhausted: boolean;
}

/**
 * The views that deny and ask rules read. The whole line joins what different commands say, so it counts only where
 * nothing better is known: of a command that the parser refused. A command that changes nothing is for allow rules
 * alone.
 */
export function deniableViews({ views, parsed }: CommandViews): readonly CommandView[] {
  return views.filter(({ inert }, at) => inert !== true && (at > 0 || !parsed));
}

/** What `rules` say of a command: those against it first. */
export function matchViews(rules: RuleSet, command: CommandViews): MatchResult {
  const budget: Budget = { left: WORK_PER_COMMAND };
  const { hits, allows } = findAgainst(rules, command, budget);
  const partial = findAllows(rules, command, allows, budget);
  const cut = command.truncated || command.views.some(({ text }) => text.length > MAX_TEXT);
  const exhausted = cut || budget.left < 0;
  const allowed = !exhausted && isAllowed(rules, command, partial);
  return {
    hits: allowed ? [...hits, ...partial] : hits,
    partial: allowed ? [] : partial,
    exhausted,
  };
}

/**
 * Whether these hits of allow rules allow the whole command: some rule matches its whole line, or each simple command
 * is allowed for itself. A command that was not understood is allowed only by its whole line.
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

/** The deny and ask rules that match, and by text the allow rules that may. */
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
      if (!rules.confirms(rule, 'floating', budget)) continue;
      found.add(rule);
      hits.push({ rule, view, start, end });
    }
  }
  for (const [view, { text, inert }] of views.entries()) {
    if (view === 0 || inert === true) addAllows(rules, text, allows, budget);
  }
  return { hits: hits.sort(byViewThenRule), allows };
}

/** The line and commands that change nothing are read for allow rules even where the others do not read them. */
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

/** Where an allow rule has to match a view, or undefined where it never counts. */
function reachOf(view: CommandView | undefined): Reach | undefined {
  if (view === undefined || FOR_DENY.has(view.kind)) return undefined;
  return view.kind === 'line' && /[\n\r]/.test(view.text) ? undefined : 'fromStart';
}

/** Forms that stand for more than what was written: an allow rule has to match what is there. */
const FOR_DENY: ReadonlySet<ViewKind> = new Set(['canonical', 'spelled', 'class']);

function byViewThenRule(a: RuleHit, b: RuleHit): number {
  return a.view - b.view || a.rule - b.rule;
}
