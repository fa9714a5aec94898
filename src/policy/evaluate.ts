import { isAllowed, matchViews, type MatchResult, type RuleHit } from '../core/match/viewMatch';
import { MAX_TEXT } from '../core/match/budget';
import { commandViews, type CommandView, type CommandViews } from '../core/shell/views';
import { DECISION_SCORE, type Decision } from '../core/verdict';
import type { ReadablePolicy } from './readablePolicy';

/** What the policy says of one command. */
export interface Verdict {
  readonly decision: Decision;
  /** 0 deny, 100 allow, 50 otherwise. */
  readonly score: number;
  /** Ids of the rules that decided. */
  readonly rules: readonly string[];
  /** Ids of shadow rules that would have decided. */
  readonly shadowRules: readonly string[];
  /** The view that the first deciding rule matched; absent where no rule decided. */
  readonly view?: CommandView;
  readonly policyVersion: string;
  readonly reason: string;
  readonly micros: number;
}

export interface DecideOptions {
  readonly shell?: 'bash' | 'powershell';
  /** The verdict on what is no command at all: empty text, NUL bytes, half surrogate pairs. Default deny. */
  readonly onError?: 'deny' | 'ask';
}

/** Decides one command: deny before allow, what cannot be examined in time is asked, shadow rules decide nothing. */
export function decide(
  policy: ReadablePolicy,
  command: string,
  options: DecideOptions = {},
): Verdict {
  return judge(policy, command, options).verdict;
}

/** A verdict with all that led to it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly views: CommandViews;
  readonly result: MatchResult;
}

const NO_VIEWS: CommandViews = { views: [], parsed: false, truncated: false };
const NO_RESULT: MatchResult = { hits: [], partial: [], exhausted: false };

/** Decides one command and keeps what led to the verdict. */
export function judge(
  policy: ReadablePolicy,
  command: string,
  options: DecideOptions = {},
): Judgement {
  // Not `performance`: a fresh process would load it for this alone.
  const started = process.hrtime();
  const fault = faultOf(command);
  if (fault !== undefined) {
    const verdict = errorVerdict(fault, { ...options, policyVersion: policy.version });
    return { verdict, views: NO_VIEWS, result: NO_RESULT };
  }
  const views = commandViews(command, options.shell === undefined ? {} : { shell: options.shell });
  const result = matchViews(policy.rules, views);
  const found = rule(policy, views, result);
  const [first] = found.hits;
  const view = first === undefined ? undefined : views.views[first.view];
  return {
    verdict: {
      decision: found.decision,
      score: DECISION_SCORE[found.decision],
      rules: idsOf(policy, found.hits),
      shadowRules: idsOf(policy, shadowHits(policy, views, result)),
      ...(view === undefined ? {} : { view }),
      policyVersion: policy.version,
      reason: reasonOf(policy, found, view, command),
      micros: microsSince(started),
    },
    views,
    result,
  };
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
    shadowRules: [],
    policyVersion: options.policyVersion ?? '',
    reason,
    micros: 0,
  };
}

function microsSince(started: [number, number]): number {
  const [seconds, nanos] = process.hrtime(started);
  return Math.round(seconds * 1e6 + nanos / 1000);
}

function faultOf(command: string): string | undefined {
  if (command.trim() === '') return 'The command is empty.';
  if (command.includes('\0')) return 'The command holds a NUL byte; no shell runs that.';
  if (!command.isWellFormed()) return 'The command holds half a surrogate pair; it is no text.';
  return undefined;
}

interface Ruling {
  readonly decision: Decision;
  /** The hits that decided. */
  readonly hits: readonly RuleHit[];
  readonly partly: boolean;
}

function rule(policy: ReadablePolicy, views: CommandViews, result: MatchResult): Ruling {
  const enforced = (hit: RuleHit): boolean => policy.ruleAt(hit.rule).mode === 'enforce';
  const denies = result.hits.filter((hit) => policy.rules.isDeny(hit.rule) && enforced(hit));
  if (denies.length > 0) return { decision: 'deny', hits: denies, partly: false };
  if (result.exhausted) return { decision: 'ask', hits: [], partly: false };
  const allows = allowHits(policy, result).filter(enforced);
  if (isAllowed(policy.rules, views, allows)) {
    return { decision: 'allow', hits: allows, partly: false };
  }
  return { decision: 'none', hits: [], partly: allows.length > 0 };
}

function allowHits(policy: ReadablePolicy, { hits, partial }: MatchResult): readonly RuleHit[] {
  return [...hits, ...partial].filter((hit) => !policy.rules.isDeny(hit.rule));
}

/** Hits of shadow rules that would have changed something: denies, and allows where all allows together suffice. */
function shadowHits(
  policy: ReadablePolicy,
  views: CommandViews,
  result: MatchResult,
): readonly RuleHit[] {
  const shadow = (hit: RuleHit): boolean => policy.ruleAt(hit.rule).mode === 'shadow';
  const denies = result.hits.filter((hit) => policy.rules.isDeny(hit.rule) && shadow(hit));
  const allows = allowHits(policy, result);
  const allowed = !result.exhausted && isAllowed(policy.rules, views, allows);
  return allowed ? [...denies, ...allows.filter(shadow)] : denies;
}

function idsOf(policy: ReadablePolicy, hits: readonly RuleHit[]): readonly string[] {
  return [...new Set(hits.map((hit) => policy.ruleAt(hit.rule).id))];
}

function reasonOf(
  policy: ReadablePolicy,
  { decision, hits, partly }: Ruling,
  view: CommandView | undefined,
  command: string,
): string {
  const [first] = hits;
  if (first === undefined || view === undefined) {
    if (decision === 'ask') return whyAsked(command);
    return partly ? 'Rules allow only parts of this command.' : 'No rule matches this command.';
  }
  const { id, pattern } = policy.ruleAt(first.rule);
  const others = idsOf(policy, hits).length - 1;
  const more = others > 0 ? ` (and ${others} more)` : '';
  const verb = decision === 'deny' ? 'denies' : 'allows';
  return `Rule ${id}${more} ${verb} this: ${pattern} matches "${shortened(view.text)}".`;
}

function whyAsked(command: string): string {
  return command.length > MAX_TEXT
    ? `The command has ${command.length} characters; only ${MAX_TEXT} are examined.`
    : 'The command could not be examined whole within the time allowed.';
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
