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
import type { StarterRule } from './starterRules';

/** A possible rule, and what it did on the history and on everyday commands. */
export interface TestedRule {
  readonly pattern: string;
  /** What it stops, in words. */
  readonly text: string;
  /** Rules of one group make one suggestion. */
  readonly group: string;
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
}

/** Different commands that a mined rule must rest on. */
export const MIN_TEMPLATES = 3;

const STARTER_PRIOR = 30;
const STARTER_COMPLEXITY = 0;
/** A known danger counts as if the history had shown it twice more: less than the commands that a mined rule must add. */
const STARTER_DEEDS = 2;

/** Tests the pattern of a mined candidate. */
export function testMined(
  history: History,
  candidate: Candidate,
  leastAdded = MIN_TEMPLATES,
): TestedRule {
  const pattern = candidatePattern(candidate);
  const words = candidateWords(candidate);
  return {
    pattern,
    text: candidateText(candidate),
    group: groupOf(candidate),
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
  };
}

/** Tests the starter rules: one unsafe command of the history is enough for what is known to be dangerous. */
export function testStarters(
  history: History,
  rules: readonly StarterRule[],
): readonly TestedRule[] {
  const patterns = rules.map(({ pattern }) => pattern);
  const hits = hitsOfEach(history.index, patterns);
  const everyday = hitsOfEach(history.background, patterns);
  return rules.map(({ pattern, title, instead, effect }, at) => {
    const results = tried(history, hits[at] ?? [], everyday[at] ?? []);
    const isShown = hasEvidence(results);
    return {
      pattern,
      text: title,
      group: `starter ${title}`,
      starter: { title, instead, effect },
      needed: 1,
      leastAdded: isShown ? 1 : 0,
      priorHits: STARTER_PRIOR,
      priorDeeds: STARTER_DEEDS,
      ...results,
      complexity: STARTER_COMPLEXITY,
    };
  });
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
