import type { History } from '../dataset/history';
import { commandsHit, hitsOfEach } from '../dataset/viewTexts';
import {
  candidatePattern,
  candidateText,
  candidateWords,
  complexity,
  type Candidate,
} from '../mining/candidate';
import { backtestOf, type Backtest } from './evidence';
import type { ForestOpinion, ForestView } from './forestView';
import type { RuleSource, SourcedCandidate } from './ruleSource';
import type { StarterCategory, StarterRule } from './starterRules';

/** A possible rule, and what it did on the history and on everyday commands. */
export interface TestedRule {
  readonly pattern: string;
  /** What it stops, in words. */
  readonly text: string;
  /** Rules of one group make one suggestion. */
  readonly group: string;
  /** Present where the rules of the group count once among those asked for. */
  readonly bundle?: string | undefined;
  /** Who found it; several may. */
  readonly sources: readonly RuleSource[];
  /** Present where the rule was written by us and not mined: known to be dangerous before the history is asked. */
  readonly starter?: Pick<StarterRule, 'title' | 'instead' | 'effect'>;
  /** Different unsafe commands that it must rest on. */
  readonly needed: number;
  /** Deeds that it must stop and no rule chosen before it does. */
  readonly leastAdded: number;
  /** Right hits that it is trusted with beforehand, when it is weighed against others. Never in its score. */
  readonly priorHits: number;
  /** Deeds that it counts for beside those of the history, when it is weighed against others. Never in its score. */
  readonly priorDeeds: number;
  readonly backtest: Backtest;
  /** Everyday commands that it would stop. */
  readonly everyday: readonly string[];
  readonly backgroundHits: number;
  readonly complexity: number;
  /** What the forest says of the commands that it hits, once it was asked. */
  readonly opinion?: ForestOpinion | undefined;
  /** How far the forest agrees, 0–1, when it is weighed against others; 1 until it was asked. Never in its score. */
  readonly trust: number;
}

/** Different commands that a mined rule must rest on. */
export const MIN_TEMPLATES = 3;

const STARTER_PRIOR = 30;
const STARTER_COMPLEXITY = 0;
/** A known danger counts as if the history had shown it twice more: less than the commands that a mined rule must add. */
const STARTER_DEEDS = 2;

/** Tests the pattern of a candidate. */
export function testCandidate(
  history: History,
  { candidate, sources }: SourcedCandidate,
  leastAdded = MIN_TEMPLATES,
): TestedRule {
  const pattern = candidatePattern(candidate);
  const words = candidateWords(candidate);
  return {
    pattern,
    text: candidateText(candidate),
    group: groupOf(candidate),
    sources,
    needed: neededTemplates(candidate),
    leastAdded,
    priorHits: 0,
    priorDeeds: 0,
    ...tried(
      history,
      commandsHit(history.index, pattern, words),
      commandsHit(history.background, pattern, words),
    ),
    complexity: complexity(candidate),
    trust: 1,
  };
}

/** Tests the starter rules: one unsafe command of the history is enough for what is known to be dangerous. */
export function testStarters(
  history: History,
  categories: readonly StarterCategory[],
): readonly TestedRule[] {
  const rules = categories.flatMap(({ id, rules: own }) => own.map((rule) => ({ ...rule, id })));
  const patterns = rules.map(({ pattern }) => pattern);
  const hits = hitsOfEach(history.index, patterns);
  const everyday = hitsOfEach(history.background, patterns);
  return rules.map(({ id, pattern, title, instead, effect }, at) => {
    const results = tried(history, hits[at] ?? [], everyday[at] ?? []);
    const isShown = hasEvidence(results);
    return {
      pattern,
      sources: ['starter'],
      text: title,
      group: `starter ${isShown ? id : title}`,
      bundle: isShown ? id : undefined,
      starter: { title, instead, effect },
      needed: 1,
      leastAdded: isShown ? 1 : 0,
      priorHits: STARTER_PRIOR,
      priorDeeds: STARTER_DEEDS,
      ...results,
      complexity: STARTER_COMPLEXITY,
      trust: 1,
    };
  });
}

/**
 * The rule with what the forest says of its hits. The history's bound counts for more than the forest, which was
 * grown from the same labels.
 */
export function withOpinion(rule: TestedRule, forest: ForestView | undefined): TestedRule {
  const opinion = forest?.opinionOf(rule.backtest);
  if (opinion === undefined) return rule;
  return { ...rule, opinion, trust: Math.sqrt(opinion.meanRisk) };
}

/** Whether the history shows an unsafe command that the rule stops. */
export function hasEvidence({ backtest }: Pick<TestedRule, 'backtest'>): boolean {
  return backtest.unsafe.length > 0;
}

function tried(
  history: History,
  hits: readonly number[],
  everyday: readonly number[],
): Pick<TestedRule, 'backtest' | 'everyday' | 'backgroundHits'> {
  return {
    backtest: backtestOf(history.rows, hits),
    everyday: everyday.map((at) => history.backgroundCommands[at] ?? ''),
    backgroundHits: everyday.length,
  };
}

/** The less a pattern says, the more it must show. */
function neededTemplates({ heads, literals }: Candidate): number {
  if (literals.length === 0) return 8;
  if (heads.length === 0) return 5;
  const isOneWord = literals.length === 1 && literals[0]?.kind === 'word';
  return isOneWord ? MIN_TEMPLATES + 1 : MIN_TEMPLATES;
}

function groupOf({ heads, literals }: Candidate): string {
  const [head] = heads;
  if (heads.length === 1 && head !== undefined) return head.split(' ')[0] ?? head;
  return literals.map(({ kind, text }) => `${kind} ${text}`).join(' ');
}
