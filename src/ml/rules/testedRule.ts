import type { RejectedRule } from '../../core/rejection';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import { rowsOfRuns } from '../dataset/commandRuns';
import type { RunHits } from '../dataset/runTexts';
import { hitsOfEach, runsHit } from '../dataset/viewTexts';
import {
  candidatePattern,
  candidateText,
  candidateWords,
  complexity,
  type Candidate,
} from '../mining/candidate';
import { backtestOf, type Backtest } from './backtestEvidence';
import type { ForestAssessment, ForestView } from './forestView';
import type { RuleSource, SourcedCandidate } from './ruleSource';
import type { StarterCategory, StarterRule } from './starter/starterCategories';

/** A possible rule with its backtest on the history and on everyday commands. */
export interface TestedRule {
  readonly pattern: string;
  /** A description of what it matches. */
  readonly text: string;
  /** Rules of a group form one suggestion. */
  readonly group: string;
  /** Present if the rules of the group count as one suggestion. */
  readonly bundle?: string | undefined;
  /** The sources that found it. */
  readonly sources: readonly RuleSource[];
  /** Present for a starter rule, which is about a known risk. */
  readonly starter?: Pick<StarterRule, 'title' | 'instead' | 'effect'>;
  /** Minimum number of distinct unsafe commands that it matches. */
  readonly needed: number;
  /**
   * The unsafe templates that count for the choice between rules, not for the score: of a mined rule those that no starter
   * rule with evidence matches.
   */
  readonly counted: ReadonlySet<string>;
  /** Minimum number of counted templates that no previously chosen rule has. */
  readonly minAdded: number;
  /** Prior: correct hits added to those of the history for the choice between rules, not for the score. */
  readonly priorHits: number;
  /** Prior: unsafe actions added to those of the history for the choice between rules, not for the score. */
  readonly priorActions: number;
  readonly backtest: Backtest;
  /** Everyday commands that it matches. */
  readonly everyday: readonly string[];
  readonly backgroundHits: number;
  readonly complexity: number;
  /** The forest's assessment of the matched commands; absent without a forest. */
  readonly assessment?: ForestAssessment | undefined;
  /** Agreement of the forest, 0–1, for the choice between rules, not for the score. 1 without a forest. */
  readonly trust: number;
  /** The newest rejection of the same rule, if there is one. */
  readonly rejected?: RejectedRule | undefined;
}

/** Minimum number of distinct commands that a mined rule must match. */
export const MIN_TEMPLATES = 3;

const STARTER_PRIOR = 30;
const STARTER_COMPLEXITY = 0;
/** A known risk counts as two additional actions, fewer than a mined rule must add. */
const STARTER_ACTIONS = 2;

/** Tests the pattern of a candidate. */
export function testCandidate(
  history: AnalyzedHistory,
  { candidate, sources }: SourcedCandidate,
  minAdded = MIN_TEMPLATES,
): TestedRule {
  const pattern = candidatePattern(candidate);
  const words = candidateWords(candidate);
  return {
    pattern,
    text: candidateText(candidate),
    group: groupOf(candidate),
    sources,
    needed: neededTemplates(candidate),
    minAdded,
    priorHits: 0,
    priorActions: 0,
    ...testResults(
      history,
      runsHit(history.index, pattern, words),
      runsHit(history.background.texts, pattern, words),
    ),
    complexity: complexity(candidate),
    trust: 1,
  };
}

/** Tests the starter rules. Because their risks are known, one unsafe command of the history is sufficient evidence. */
export function testStarters(
  history: AnalyzedHistory,
  categories: readonly StarterCategory[],
): readonly TestedRule[] {
  const rules = categories.flatMap(({ id, rules: own }) => own.map((rule) => ({ ...rule, id })));
  const hits = hitsOfEach(history.index, rules);
  const everyday = hitsOfEach(history.background.texts, rules);
  return rules.map(({ id, pattern, title, instead, effect }, at) => {
    const results = testResults(history, hits[at] ?? NO_HITS, everyday[at] ?? NO_HITS);
    const isShown = hasEvidence(results);
    return {
      pattern,
      sources: ['starter'],
      text: title,
      group: `starter ${isShown ? id : title}`,
      bundle: isShown ? id : undefined,
      starter: { title, instead, effect },
      needed: 1,
      minAdded: isShown ? 1 : 0,
      priorHits: STARTER_PRIOR,
      priorActions: STARTER_ACTIONS,
      ...results,
      complexity: STARTER_COMPLEXITY,
      trust: 1,
    };
  });
}

/** Adds the forest's assessment. It has less weight than the history, because the forest was trained on the same labels. */
export function withAssessment(rule: TestedRule, forest: ForestView | undefined): TestedRule {
  const assessment = forest?.assess(rule.backtest);
  if (assessment === undefined) return rule;
  return { ...rule, assessment, trust: Math.sqrt(assessment.meanRisk) };
}

/** Whether the rule matches an unsafe command of the history. */
export function hasEvidence({ backtest }: Pick<TestedRule, 'backtest'>): boolean {
  return backtest.unsafe.length > 0;
}

const NO_HITS: RunHits = { hits: [], unjudged: [] };

function testResults(
  history: AnalyzedHistory,
  { hits, unjudged }: RunHits,
  { hits: everyday }: RunHits,
): Pick<TestedRule, 'backtest' | 'counted' | 'everyday' | 'backgroundHits'> {
  const { rows, runs } = history;
  const backtest = backtestOf(
    rowsOfRuns(rows, runs, hits),
    rowsOfRuns(rows, runs, unjudged).length,
  );
  return {
    backtest,
    counted: backtest.unsafeTemplates,
    everyday: everyday.map((at) => history.background.commands[at] ?? ''),
    backgroundHits: everyday.length,
  };
}

/** The less specific a pattern is, the more evidence it needs. */
function neededTemplates({ heads, literals }: Candidate): number {
  const isOneWord = literals.length === 1 && literals[0]?.kind === 'word';
  if (literals.length === 0) return 8;
  if (heads.length === 0) return isOneWord ? 8 : 5;
  return isOneWord ? MIN_TEMPLATES + 1 : MIN_TEMPLATES;
}

function groupOf({ heads, literals }: Candidate): string {
  const [head] = heads;
  if (heads.length === 1 && head !== undefined) return head.split(' ')[0] ?? head;
  return literals.map(({ kind, text }) => `${kind} ${text}`).join(' ');
}
