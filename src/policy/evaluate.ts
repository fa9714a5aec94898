import { isAllowed, matchViews, type MatchResult, type RuleHit } from '../matcher/viewMatch';
import { MAX_TEXT } from '../matcher/budget';
import { commandViews, type CommandView, type CommandViews } from '../shell/views';
import type { Effect } from '../core/rule';
import { DECISION_SCORE, type Decision, type Verdict } from '../core/verdict';
import type { ReadablePolicy } from './readablePolicy';
import { ruleReason } from './verdictReason';

export interface EvaluateOptions {
  /** Default bash. */
  readonly shell?: 'bash' | 'powershell';
  /** The decision on what is no command at all: empty text, NUL bytes, half surrogate pairs. Default deny. */
  readonly onError?: 'deny' | 'ask';
}

/**
 * What the policy says of one command: deny before ask before allow, a command that cannot be examined within the budget
 * is asked, shadow rules decide nothing. The only place where rules become a decision: guard, terminals, explanations and
 * backtests all come here.
 */
export function evaluate(
  policy: ReadablePolicy,
  command: string,
  options: EvaluateOptions = {},
): Verdict {
  return evaluateInFull(policy, command, options).verdict;
}

/** A verdict and what led to it. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly views: CommandViews;
  /** Every match, of shadow rules too. */
  readonly result: MatchResult;
}

const NO_VIEWS: CommandViews = { views: [], parsed: false, truncated: false };
const NO_RESULT: MatchResult = { hits: [], partial: [], exhausted: false };

/** `evaluate`, for those who explain the verdict or count what each rule matches. */
export function evaluateInFull(
  policy: ReadablePolicy,
  command: string,
  options: EvaluateOptions = {},
): Evaluation {
  const fault = faultOf(command);
  if (fault !== undefined) {
    const verdict = errorVerdict(fault, { ...options, policyVersion: policy.version });
    return { verdict, views: NO_VIEWS, result: NO_RESULT };
  }
  const { shell } = options;
  return evaluateViews(
    policy,
    command,
    commandViews(command, shell === undefined ? {} : { shell }),
  );
}

/** `evaluateInFull` where the views of the command are at hand. */
export function evaluateViews(
  policy: ReadablePolicy,
  command: string,
  views: CommandViews,
): Evaluation {
  const result = matchViews(policy.rules, views);
  const decided = decide(policy, views, result);
  const [first] = decided.hits;
  const view = first === undefined ? undefined : views.views[first.view];
  const verdict = {
    decision: decided.decision,
    score: DECISION_SCORE[decided.decision],
    rules: idsOf(policy, decided.hits),
    shadow: idsOf(policy, shadowHits(policy, views, result)),
    policyVersion: policy.version,
    reason: reasonOf(policy, decided, view, command),
  };
  return { verdict, views, result };
}

/** The verdict where a command or the policy itself could not be read: never allow. */
export function errorVerdict(
  reason: string,
  options: { readonly onError?: 'deny' | 'ask'; readonly policyVersion?: string } = {},
): Verdict {
  const decision = options.onError ?? 'deny';
  return {
    decision,
    score: DECISION_SCORE[decision],
    rules: [],
    shadow: [],
    policyVersion: options.policyVersion ?? '',
    reason,
  };
}

function faultOf(command: string): string | undefined {
  if (command.trim() === '') return 'The command is empty.';
  if (command.includes('\0')) return 'The command holds a NUL byte; no shell runs that.';
  if (!command.isWellFormed()) return 'The command holds half a surrogate pair; it is no text.';
  return undefined;
}

/** A decision and what it rests on. */
interface Decided {
  readonly decision: Decision;
  /** The hits that decided. */
  readonly hits: readonly RuleHit[];
  /** Whether rules allow parts of the command and not all of it. */
  readonly partly: boolean;
}

function decide(policy: ReadablePolicy, views: CommandViews, result: MatchResult): Decided {
  const enforced = (hit: RuleHit): boolean => policy.ruleAt(hit.rule).mode === 'enforce';
  for (const effect of ['deny', 'ask'] as const) {
    const hits = hitsOf(policy, result, effect).filter(enforced);
    if (hits.length > 0) return { decision: effect, hits, partly: false };
  }
  if (result.exhausted) return { decision: 'ask', hits: [], partly: false };
  const allows = hitsOf(policy, result, 'allow').filter(enforced);
  if (isAllowed(policy.rules, views, allows)) {
    return { decision: 'allow', hits: allows, partly: false };
  }
  return { decision: 'none', hits: [], partly: allows.length > 0 };
}

/** The hits of rules with this effect; of allow rules those, too, that allow only a part. */
function hitsOf(
  { rules }: ReadablePolicy,
  { hits, partial }: MatchResult,
  effect: Effect,
): readonly RuleHit[] {
  return [...hits, ...partial].filter((hit) => rules.effectOf(hit.rule) === effect);
}

/**
 * Hits of shadow rules that would have changed something: denies and asks, and allows where all allows together suffice.
 */
function shadowHits(
  policy: ReadablePolicy,
  views: CommandViews,
  result: MatchResult,
): readonly RuleHit[] {
  const shadow = (hit: RuleHit): boolean => policy.ruleAt(hit.rule).mode === 'shadow';
  const against = result.hits.filter(
    (hit) => policy.rules.effectOf(hit.rule) !== 'allow' && shadow(hit),
  );
  const allows = hitsOf(policy, result, 'allow');
  const allowed = !result.exhausted && isAllowed(policy.rules, views, allows);
  return allowed ? [...against, ...allows.filter(shadow)] : against;
}

function idsOf(policy: ReadablePolicy, hits: readonly RuleHit[]): readonly string[] {
  return [...new Set(hits.map((hit) => policy.ruleAt(hit.rule).id))];
}

function reasonOf(
  policy: ReadablePolicy,
  { decision, hits, partly }: Decided,
  view: CommandView | undefined,
  command: string,
): string {
  const [first] = hits;
  if (first === undefined || view === undefined || decision === 'none') {
    if (decision === 'ask') return whyAsked(command);
    return partly ? 'Rules allow only parts of this command.' : 'No rule matches this command.';
  }
  return ruleReason(policy.ruleAt(first.rule), decision, command.slice(view.start, view.end));
}

function whyAsked(command: string): string {
  return command.length > MAX_TEXT
    ? `The command has ${command.length} characters; only ${MAX_TEXT} are examined.`
    : 'The command could not be examined whole within the time allowed.';
}
