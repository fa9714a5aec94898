import * as l10n from '@vscode/l10n';
import { canonicalLines } from '../../shell/canonical';
import { formatCount } from '../../core/formatCount';
import { joinedDates } from '../../core/labelHint';
import type { RejectedRule } from '../../core/rejection';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import type { Candidate } from '../mining/candidate';
import { mineCandidates } from '../mining/mine';
import { gatherCandidates, type StageProgress } from './candidates';
import { greedyCover, unitsIn } from './greedyCover';
import type { ForestView } from './forestView';
import { commandsIn, heldBack, mayBeProposed, type FindRejection } from './findRejections';
import { RuleSource, type SourcedCandidate } from './ruleSource';
import { starterCategories } from './starter/starterCategories';
import type { Abstention } from './suggestionReport';
import {
  hasEvidence,
  MIN_TEMPLATES,
  testCandidate,
  testStarters,
  withAssessment,
  type TestedRule,
} from './testedRule';

/** Options for choosing deny rules. */
export interface DenyChoice {
  /** Maximum number of rules. The starter rules of one category with evidence in the history count once. */
  readonly limit: number;
  /** Whether to add starter rules for risks that do not occur in the history. */
  readonly fillUp: boolean;
  /** The model's forest. Without it, rules are only mined. */
  readonly forest?: ForestView | undefined;
  /** The sources of rules. Default: all. */
  readonly sources?: readonly RuleSource[];
  /** Finds out whether a rule was rejected before. Default: none was. */
  readonly findRejection?: FindRejection;
  readonly onProgress: StageProgress;
}

/** The chosen deny rules, and the candidates that were not proposed. */
export interface DenyRules {
  /** Rules with evidence first. */
  readonly chosen: readonly TestedRule[];
  /** All rules that passed their backtest. They may serve as narrower replacements of rules in force. */
  readonly passed: readonly TestedRule[];
  readonly abstained: readonly Abstention[];
  /** Number of earlier rejections because of which a rule is not proposed. */
  readonly heldBack: number;
}

/** In a history with fewer distinct unsafe commands, repeated commands also count as evidence. */
const SMALL_HISTORY = 100;
/** In a small history: minimum number of runs of the commands that a rule matches. */
const MIN_RUNS = 3;

const MIN_BOUND = 0.5;

/** Minimum number of sessions with refusals for a rule that only refusals support: a single one may be a mistake. */
const MIN_SESSIONS = 2;

/** Prior of a starter rule: distinct unsafe commands added to those of the history. */
const STARTER_RIGHT = 4;

/** Finds, tests and chooses deny rules for commands that the policy in force does not cover. */
export function proposeDenyRules(
  history: AnalyzedHistory,
  { limit, fillUp, forest, sources = RuleSource, findRejection, onProgress }: DenyChoice,
): DenyRules {
  const remember = remembering(findRejection);
  const categories = sources.includes('starter') ? starterCategories() : [];
  const starters = testStarters(history, categories).map(remember);
  const known = templatesOf(starters.filter((rule) => isOpen(rule) && isProven(rule)));
  const candidates = gatherCandidates(unknownIn(history, known), forest, sources, onProgress);
  const mined = testAll(history, candidates, onProgress)
    .map(remember)
    .map((rule) => ({ ...rule, counted: without(rule.counted, known) }));
  const all = [...starters, ...mined];
  const tested = all.filter(isOpen);
  const held = all.filter((rule) => !isOpen(rule) && isProven(rule));
  const passed = tested.filter(isProven).map((rule) => withAssessment(rule, forest));
  const proven = withBundles(choose(passed, limit, history.covered), passed);
  const repeated =
    history.unsafeTemplates < SMALL_HISTORY
      ? proposeRepeated(
          history,
          forest,
          limit - unitsIn(proven),
          coveredBy(proven, history.covered),
          remember,
        )
      : [];
  const shown = [...proven, ...repeated];
  const remaining = limit - unitsIn(shown);
  const filling =
    fillUp && remaining > 0 ? choose(preventiveRules(tested, history), remaining, new Set()) : [];
  const chosen = [...shown, ...filling];
  const withheld = oncePerRejection(held);
  return {
    chosen,
    passed,
    abstained: [...withheld, ...abstentions(history, tested, chosen)].slice(0, MAX_ABSTENTIONS),
    heldBack: withheld.length,
  };
}

/** Whether a rule has enough evidence and matches no background command. */
function isProven(rule: TestedRule): boolean {
  return hasEnoughEvidence(rule) && matchesNoBackground(rule);
}

function templatesOf(rules: readonly TestedRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ counted }) => [...counted]));
}

/**
 * The history without the unsafe commands that starter rules with evidence match. Starter rules are tested with more
 * commands than a history contains, so a mined rule for the same actions adds only its own mistakes.
 */
function unknownIn(history: AnalyzedHistory, known: ReadonlySet<string>): AnalyzedHistory {
  const mining = history.mining.filter(
    ({ isUnsafe, template }) => !isUnsafe || !known.has(template),
  );
  return { ...history, mining };
}

function without(all: ReadonlySet<string>, known: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter((one) => !known.has(one)));
}

/** Adds the earlier rejection to a rule. */
function remembering(find: FindRejection | undefined): (rule: TestedRule) => TestedRule {
  if (find === undefined) return (rule) => rule;
  return (rule) => {
    const { pattern, starter, backtest } = rule;
    const effect = starter?.effect ?? 'deny';
    const rejected = find({ pattern, effect, commands: commandsIn(backtest) });
    return rejected === undefined ? rule : { ...rule, rejected };
  };
}

function isOpen({ rejected, backtest }: TestedRule): boolean {
  return mayBeProposed(rejected, backtest.unsafeTemplates.size);
}

/** Rejected rules that are not proposed again: for each rejection the one with the most evidence. */
function oncePerRejection(held: readonly TestedRule[]): readonly Abstention[] {
  const size = ({ backtest }: TestedRule): number => backtest.unsafeTemplates.size;
  const best = new Map<RejectedRule, TestedRule>();
  for (const rule of held) {
    if (rule.rejected === undefined) continue;
    const known = best.get(rule.rejected);
    if (known === undefined || size(known) < size(rule)) best.set(rule.rejected, rule);
  }
  return [...best].map(([rejected, rule]) => heldBack(rule.text, rejected, size(rule)));
}

function testAll(
  history: AnalyzedHistory,
  candidates: readonly SourcedCandidate[],
  onProgress: StageProgress,
): readonly TestedRule[] {
  return candidates.map((candidate, done) => {
    if (done % 50 === 0) onProgress(l10n.t('Testing rules'), done, candidates.length);
    return testCandidate(history, candidate);
  });
}

/**
 * Enough distinct unsafe commands, at least nine times as many as safe ones, and a sufficient lower bound. A starter rule
 * counts as if it had been right `STARTER_RIGHT` times before.
 */
function hasEnoughEvidence({ starter, needed, backtest }: TestedRule): boolean {
  const unsafe = backtest.unsafeTemplates.size;
  const right = unsafe + (starter === undefined ? 0 : STARTER_RIGHT);
  if (unsafe < needed || right < 9 * backtest.safeTemplates.size) return false;
  return isNotAccidental(backtest) && (starter !== undefined || backtest.lowerBound >= MIN_BOUND);
}

/** Whether a matched command is unsafe by a label or a score, or was refused in several sessions. */
function isNotAccidental({ unsafe }: TestedRule['backtest']): boolean {
  if (unsafe.some(({ isOnlyRefused }) => isOnlyRefused !== true)) return true;
  const { refusedIn } = unsafe.reduce(
    (all, { answerDates }) => joinedDates(all, answerDates),
    joinedDates(),
  );
  return refusedIn.length >= MIN_SESSIONS;
}

/** Excludes rules that match a background command. The background does not affect precision otherwise. */
function matchesNoBackground(rule: TestedRule): boolean {
  return rule.backgroundHits === 0;
}

/** Starter rules for risks that do not occur in the history, if they match none of its safe commands. */
function preventiveRules(
  tested: readonly TestedRule[],
  history: AnalyzedHistory,
): readonly TestedRule[] {
  return tested.filter(
    (rule) =>
      rule.starter !== undefined &&
      !hasEvidence(rule) &&
      rule.backtest.safe.length === 0 &&
      matchesNoBackground(rule) &&
      !history.deniedPatterns.has(rule.pattern),
  );
}

function choose(
  rules: readonly TestedRule[],
  limit: number,
  covered: ReadonlySet<string>,
): readonly TestedRule[] {
  return greedyCover(rules, limit, covered).flatMap((at) => rules[at] ?? []);
}

/**
 * Adds those starter rules of the chosen bundles that match at least one more command, or that deny what the chosen
 * rules only ask about. The cover counts templates, so a narrow deny rule adds none after a wide ask rule.
 */
function withBundles(
  chosen: readonly TestedRule[],
  passed: readonly TestedRule[],
): readonly TestedRule[] {
  const bundles = new Set(chosen.flatMap(({ bundle }) => bundle ?? []));
  const commands = (rules: readonly TestedRule[]): Set<string> =>
    new Set(rules.flatMap(({ backtest }) => backtest.unsafe.map(({ command }) => command)));
  const denies = ({ starter }: TestedRule): boolean => starter?.effect !== 'ask';
  const denied = commands(chosen.filter(denies));
  const matched = commands(chosen);
  const more = passed.filter((rule) => {
    if (rule.bundle === undefined || !bundles.has(rule.bundle)) return false;
    const before = denies(rule) ? denied : matched;
    return rule.backtest.unsafe.some(({ command }) => !before.has(command));
  });
  return [...chosen, ...more];
}

/**
 * Rules for a small history: a command that ran at least three times and was always unsafe is sufficient evidence, if the
 * pattern matches no safe command of the history and no background command.
 */
function proposeRepeated(
  history: AnalyzedHistory,
  forest: ForestView | undefined,
  limit: number,
  covered: ReadonlySet<string>,
  remember: (rule: TestedRule) => TestedRule,
): readonly TestedRule[] {
  const limits = { minTemplates: 1, maxLiterals: 2, keepNarrow: true };
  const mined = mineCandidates(history.mining, limits)
    .filter(({ safe, candidate }) => safe === 0 && isSpecific(candidate))
    .map(({ candidate }) => testCandidate(history, { candidate, sources: ['mined'] }, 1))
    .map(remember)
    .filter(isOpen)
    .filter(
      ({ backtest, backgroundHits }) =>
        backtest.safe.length === 0 && backgroundHits === 0 && runsByLabel(backtest) >= MIN_RUNS,
    );
  return choose(
    mined.map((rule) => withAssessment(rule, forest)),
    limit,
    covered,
  );
}

/** The runs of commands that are unsafe by a label or a score. Refused commands lead to separate rules. */
function runsByLabel({ unsafe }: TestedRule['backtest']): number {
  return unsafe.reduce((sum, { count, isOnlyRefused }) => {
    return isOnlyRefused === true ? sum : sum + count;
  }, 0);
}

/** A single word in an argument is not specific enough. */
function isSpecific({ heads, literals }: Candidate): boolean {
  return heads.length > 0 && (literals.length !== 1 || literals[0]?.kind !== 'word');
}

function coveredBy(rules: readonly TestedRule[], before: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...before, ...rules.flatMap((rule) => [...rule.backtest.unsafeTemplates])]);
}

const MAX_ABSTENTIONS = 20;

function abstentions(
  history: AnalyzedHistory,
  tested: readonly TestedRule[],
  chosen: readonly TestedRule[],
): readonly Abstention[] {
  const covered = coveredBy(chosen, history.covered);
  const tooBroad = tested
    .filter((rule) => hasEnoughEvidence(rule) && !matchesNoBackground(rule))
    .filter((rule) => [...rule.backtest.unsafeTemplates].some((template) => !covered.has(template)))
    .slice(0, MAX_ABSTENTIONS / 2)
    .map((rule) => ({
      what: rule.text,
      reason: l10n.t('would match everyday commands such as {0}', `\`${rule.everyday[0] ?? ''}\``),
    }));
  return [...tooBroad, ...weakEvidence(history, covered)].slice(0, MAX_ABSTENTIONS);
}

function weakEvidence(
  history: AnalyzedHistory,
  covered: ReadonlySet<string>,
): readonly Abstention[] {
  const missed = new Map<string, Set<string>>();
  for (const row of history.rows) {
    if (row.label !== 'unsafe' || covered.has(row.template)) continue;
    const program = canonicalLines(row.command)[0]?.commands[0]?.program ?? '';
    missed.set(program, (missed.get(program) ?? new Set()).add(row.template));
  }
  return [...missed.entries()]
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .map(([program, { size }]) => ({
      what: l10n.t('unsafe commands of {0}', `\`${program}\``),
      reason:
        size < MIN_TEMPLATES
          ? l10n.t(
              'needs {0} different commands; has {1}',
              formatCount(MIN_TEMPLATES),
              formatCount(size),
            )
          : l10n.t('no pattern distinguishes these {0} commands from safe ones', formatCount(size)),
    }));
}
