import type { AddedRule } from '../../../core/diff';
import type { AnswerTotals, EvidenceRung } from '../../../core/evidence';
import type { AnalyzedHistory } from '../../dataset/analyzedHistory';
import type { DataRow } from '../../dataset/dataset';
import { answersOf } from '../answers';
import type { Rung, RungReach } from '../ladder';
import type { IsDangerous } from './dangerCheck';

/** The input for proposals derived from behaviour. */
export interface BehaviourInput {
  readonly history: AnalyzedHistory;
  readonly isDangerous: IsDangerous;
}

/** A rung with a single rule, and the rows of the history that the rule matches. */
export interface RungHits {
  readonly reach: RungReach;
  readonly text: string;
  readonly rule: AddedRule;
  /** Indexes of rows, ascending. */
  readonly hits: readonly number[];
}

/** A rule derived from a person's answers at the prompts of agent hosts. */
export interface BehaviourProposal extends RungHits {
  readonly answers: AnswerTotals;
  /** Number of prompts that it would have answered. An ask rule answers none. */
  readonly questionsSaved: number;
  /** The ladder that it was chosen from. */
  readonly rungs: readonly EvidenceRung[];
  /** The program that it applies to. Rules about the same program form one suggestion. */
  readonly program: string;
}

/** Rungs, widest first; the first one with enough evidence is used. */
export const WIDEST_FIRST: readonly RungReach[] = ['program', 'options', 'command'];

/** Maximum number of rules of each kind in one run. The next run proposes the rest. */
export const MAX_BEHAVIOUR_RULES = 20;

/** The rows with these indexes. */
export function rowsAt(history: AnalyzedHistory, hits: readonly number[]): readonly DataRow[] {
  return hits.flatMap((hit) => history.rows[hit] ?? []);
}

/** The ladder in the form of the reviewer. */
export function evidenceRungs(
  history: AnalyzedHistory,
  rungs: readonly RungHits[],
  chosen: RungHits,
): readonly EvidenceRung[] {
  return rungs.map((rung) => {
    const { refused = 0, approved = 0 } = answersOf(rowsAt(history, rung.hits)) ?? {};
    const isProposed = rung === chosen;
    return { text: rung.text, commands: rung.hits.length, refused, approved, isProposed };
  });
}

/** The only rule of a rung; undefined if it needs several. */
export function singleRule({ rules }: Rung): AddedRule | undefined {
  return rules.length === 1 ? rules[0] : undefined;
}

/** Groups items by a key, ordered by the first item of each group. */
export function groupsOf<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
