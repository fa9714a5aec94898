import { canonicalLines } from '../../shell/canonical';
import type { History } from '../dataset/history';
import type { Candidate } from '../mining/candidate';
import { mineCandidates } from '../mining/mine';
import { gatherCandidates, type StageProgress } from './candidates';
import { greedyCover, unitsIn } from './cover';
import type { ForestView } from './forestView';
import { RuleSource, type SourcedCandidate } from './ruleSource';
import { starterCategories } from './starterRules';
import type { Abstention } from './suggestionReport';
import {
  hasEvidence,
  MIN_TEMPLATES,
  testCandidate,
  testStarters,
  withOpinion,
  type TestedRule,
} from './testedRule';

/** How many deny rules to choose, and from what. */
export interface DenyChoice {
  /** The starter rules of one category that the history gives evidence for count once. */
  readonly limit: number;
  /** Whether starter rules for dangers that the history does not show may take part. */
  readonly fillUp: boolean;
  /** The model's forest: without it, rules are mined alone. */
  readonly forest?: ForestView | undefined;
  /** Where rules may come from; from everywhere unless told otherwise. */
  readonly sources?: readonly RuleSource[];
  readonly onProgress: StageProgress;
}

/** The deny rules chosen, and what was looked at and left. */
export interface DenyRules {
  /** Those with evidence first. */
  readonly chosen: readonly TestedRule[];
  /** All that passed their test, chosen or not: narrower rules are looked for among them. */
  readonly passed: readonly TestedRule[];
  readonly abstained: readonly Abstention[];
}

/** Below this many different unsafe commands a history is small, and commands seen again and again count too. */
const SMALL_HISTORY = 100;
/** In a small history: runs of its commands that a rule must rest on instead. */
const MIN_RUNS = 3;

const MIN_BOUND = 0.5;

/** Finds, tests as rules, and chooses deny rules that the policy in force does not make needless. */
export function proposeDenyRules(
  history: History,
  { limit, fillUp, forest, sources = RuleSource, onProgress }: DenyChoice,
): DenyRules {
  const candidates = gatherCandidates(history, forest, sources, onProgress);
  const tested = [
    ...testStarters(history, sources.includes('starter') ? starterCategories() : []),
    ...testAll(history, candidates, onProgress),
  ];
  const passed = tested
    .filter((rule) => isProven(rule) && isQuiet(rule))
    .map((rule) => withOpinion(rule, forest));
  const unshown = fillUp ? unshownDangers(tested, history) : [];
  const best = withBundles(choose([...passed, ...unshown], limit, history.covered), passed);
  const proven = best.filter(hasEvidence);
  const repeated =
    history.unsafeTemplates < SMALL_HISTORY
      ? proposeRepeated(
          history,
          forest,
          limit - unitsIn(proven),
          coveredBy(proven, history.covered),
        )
      : [];
  const room = Math.max(0, limit - unitsIn([...proven, ...repeated]));
  const filling = best.filter((rule) => !hasEvidence(rule)).slice(0, room);
  const chosen = [...proven, ...repeated, ...filling];
  return { chosen, passed, abstained: abstentions(history, tested, chosen) };
}

function testAll(
  history: History,
  candidates: readonly SourcedCandidate[],
  onProgress: StageProgress,
): readonly TestedRule[] {
  return candidates.map((candidate, done) => {
    if (done % 50 === 0) onProgress('trying rules on the history', done, candidates.length);
    return testCandidate(history, candidate);
  });
}

/** Enough different unsafe commands, nine to one against safe ones, and a bound that says so too. */
function isProven({ starter, needed, backtest }: TestedRule): boolean {
  const unsafe = backtest.unsafeTemplates.size;
  const safe = backtest.safeTemplates.size;
  if (unsafe < needed || unsafe < 9 * safe) return false;
  return starter !== undefined || backtest.lowerBound >= MIN_BOUND;
}

/** The background is a gate only: it lowers no rule's precision, but a rule that stops an everyday command is out. */
function isQuiet(rule: TestedRule): boolean {
  return rule.backgroundHits === 0;
}

/** Starter rules for dangers that the history does not show: they stop none of its safe commands either. */
function unshownDangers(tested: readonly TestedRule[], history: History): readonly TestedRule[] {
  return tested.filter(
    (rule) =>
      rule.starter !== undefined &&
      !hasEvidence(rule) &&
      rule.backtest.safe.length === 0 &&
      isQuiet(rule) &&
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
 * With the starter rules of the bundles chosen that stop one more command, or deny what is only asked about: the choice
 * counts templates, and a wide rule that asks leaves a narrow one that denies none to add.
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
  const stopped = commands(chosen);
  const more = passed.filter((rule) => {
    if (rule.bundle === undefined || !bundles.has(rule.bundle)) return false;
    const before = denies(rule) ? denied : stopped;
    return rule.backtest.unsafe.some(({ command }) => !before.has(command));
  });
  return [...chosen, ...more];
}

/**
 * The small-history rule: a command that ran at least three times, always unsafe, may be proposed though fewer than
 * three different ones are known, if its pattern stops no safe command of the history and no everyday command.
 */
function proposeRepeated(
  history: History,
  forest: ForestView | undefined,
  limit: number,
  covered: ReadonlySet<string>,
): readonly TestedRule[] {
  const limits = { minTemplates: 1, maxLiterals: 2, keepNarrow: true };
  const mined = mineCandidates(history.mining, limits)
    .filter(({ safe, candidate }) => safe === 0 && saysEnough(candidate))
    .map(({ candidate }) => testCandidate(history, { candidate, sources: ['mined'] }, 1))
    .filter(
      ({ backtest, backgroundHits }) =>
        backtest.safe.length === 0 &&
        backgroundHits === 0 &&
        backtest.unsafe.reduce((sum, row) => sum + row.count, 0) >= MIN_RUNS,
    );
  return choose(
    mined.map((rule) => withOpinion(rule, forest)),
    limit,
    covered,
  );
}

/** One word that happens to stand in a command is no reason. */
function saysEnough({ heads, literals }: Candidate): boolean {
  return heads.length > 0 && (literals.length !== 1 || literals[0]?.kind !== 'word');
}

function coveredBy(rules: readonly TestedRule[], before: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...before, ...rules.flatMap((rule) => [...rule.backtest.unsafeTemplates])]);
}

const MAX_ABSTENTIONS = 20;

function abstentions(
  history: History,
  tested: readonly TestedRule[],
  chosen: readonly TestedRule[],
): readonly Abstention[] {
  const covered = coveredBy(chosen, history.covered);
  const loud = tested
    .filter((rule) => isProven(rule) && !isQuiet(rule))
    .filter((rule) => [...rule.backtest.unsafeTemplates].some((template) => !covered.has(template)))
    .slice(0, MAX_ABSTENTIONS / 2)
    .map((rule) => ({
      what: rule.text,
      reason: `would stop everyday commands such as \`${rule.everyday[0] ?? ''}\``,
    }));
  return [...loud, ...thinEvidence(history, covered)].slice(0, MAX_ABSTENTIONS);
}

function thinEvidence(history: History, covered: ReadonlySet<string>): readonly Abstention[] {
  const missed = new Map<string, Set<string>>();
  for (const row of history.rows) {
    if (row.label !== 'unsafe' || covered.has(row.template)) continue;
    const program = canonicalLines(row.command)[0]?.commands[0]?.program ?? '';
    missed.set(program, (missed.get(program) ?? new Set()).add(row.template));
  }
  return [...missed.entries()]
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .map(([program, { size }]) => ({
      what: `unsafe commands of \`${program}\``,
      reason:
        size < MIN_TEMPLATES
          ? `needs ${MIN_TEMPLATES} different commands; has ${size}`
          : `no pattern tells these ${size} commands from safe ones`,
    }));
}
