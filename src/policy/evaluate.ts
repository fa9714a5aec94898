import { isAllowed, matchViews, type MatchResult, type RuleHit } from '../matcher/viewMatch';
import { MAX_TEXT } from '../matcher/matchBudget';
import {
  commandViews,
  type CommandView,
  type CommandViews,
  type ViewOptions,
} from '../shell/views';
import {
  viewsAndProtectedChange,
  type OwnFiles,
  type ProtectedChange,
} from '../shell/protectedChange';
import type { Effect } from '../core/rule';
import { DECISION_SCORE, type Decision, type Verdict } from '../core/verdict';
import type { ReadablePolicy } from './readablePolicy';
import { protectedVerdict } from './protectedVerdict';
import { ruleReason } from './verdictReason';

export interface EvaluateOptions extends ViewOptions {
  /** The protected files; absent if self-protection is paused or does not apply. */
  readonly ownFiles?: OwnFiles | undefined;
  /** The decision on invalid commands: empty text, NUL bytes, unpaired surrogates. Default deny. */
  readonly onError?: 'deny' | 'ask';
}

/**
 * Evaluates a command. Deny takes precedence over ask, and ask over allow. A command that exceeds the budget gets ask.
 * Shadow rules do not decide. The guard, terminals, explanations and backtests all use this function.
 */
export function evaluate(
  policy: ReadablePolicy,
  command: string,
  options: EvaluateOptions = {},
): Verdict {
  return evaluateInFull(policy, command, options).verdict;
}

/** A verdict with its views and matches. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly views: CommandViews;
  /** All matches, including those of shadow rules. */
  readonly result: MatchResult;
  /**
   * The protected files that the command changes; absent if there are none or self-protection does
   * not apply.
   */
  readonly protectedChange?: ProtectedChange | undefined;
}

const NO_VIEWS: CommandViews = { views: [], parsed: false, truncated: false };
const NO_RESULT: MatchResult = { hits: [], partial: [], exhausted: false };

/** `evaluate`, for callers that explain the verdict or count the matches of each rule. */
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
  const { ownFiles, ...viewOptions } = options;
  if (ownFiles === undefined) {
    return evaluateViews(policy, command, commandViews(command, viewOptions));
  }
  const { views, protectedChange } = viewsAndProtectedChange(command, viewOptions, ownFiles);
  const evaluation = evaluateViews(policy, command, views);
  return {
    ...evaluation,
    verdict: protectedVerdict(evaluation.verdict, protectedChange),
    protectedChange,
  };
}

/** `evaluateInFull` for a command whose views are already known. */
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

/** The verdict if the command or the policy could not be read: never allow. */
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
  if (command.includes('\0')) return 'The command contains a NUL byte, which no shell accepts.';
  if (!command.isWellFormed())
    return 'The command contains an unpaired surrogate and is not valid text.';
  return undefined;
}

/** A decision and the hits that it is based on. */
interface Decided {
  readonly decision: Decision;
  /** The hits that determined the decision. */
  readonly hits: readonly RuleHit[];
  /** Whether rules allow some parts of the command but not all. */
  readonly partly: boolean;
}

function decide(policy: ReadablePolicy, views: CommandViews, result: MatchResult): Decided {
  const enforced = (hit: RuleHit): boolean => policy.modeAt(hit.rule) === 'enforce';
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

/** The hits of rules with this effect, including allow rules that match only part of the command. */
function hitsOf(
  { rules }: ReadablePolicy,
  { hits, partial }: MatchResult,
  effect: Effect,
): readonly RuleHit[] {
  return [...hits, ...partial].filter((hit) => rules.effectOf(hit.rule) === effect);
}

/** Hits of shadow rules that would have decided: deny and ask, and allow if all allow rules together allow the command. */
function shadowHits(
  policy: ReadablePolicy,
  views: CommandViews,
  result: MatchResult,
): readonly RuleHit[] {
  const shadow = (hit: RuleHit): boolean => policy.modeAt(hit.rule) === 'shadow';
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
    if (decision === 'ask') return reasonToAsk(command);
    return partly ? 'Rules allow only parts of this command.' : 'No rule matches this command.';
  }
  return ruleReason(policy.ruleAt(first.rule), decision, command.slice(view.start, view.end));
}

function reasonToAsk(command: string): string {
  return command.length > MAX_TEXT
    ? `The command has ${command.length} characters; at most ${MAX_TEXT} are evaluated.`
    : 'The command is too complex to be evaluated completely.';
}

/** The verdict of self-protection alone, for a policy that cannot be read. */
export function protectedError(
  verdict: Verdict,
  command: string,
  { ownFiles, ...options }: EvaluateOptions & { readonly ownFiles: OwnFiles },
): Verdict {
  return protectedVerdict(
    verdict,
    viewsAndProtectedChange(command, options, ownFiles).protectedChange,
  );
}
