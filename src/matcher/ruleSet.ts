import type { Effect } from '../core/rule';
import type { Budget } from './matchBudget';

/** Where a match may start: anywhere, or only at the start of the text. */
export type Reach = 'anywhere' | 'fromStart';

/** The position of a match in a text. */
export interface MatchSpan {
  readonly start: number;
  readonly end: number;
}

/** Compiled rules. `candidates` sets the text for the calls that follow. */
export interface RuleSet {
  /** False if none of the rules allows. */
  readonly hasAllows: boolean;
  effectOf(rule: number): Effect;
  /** Whether this allow rule may allow a whole line, by matching all of it. */
  allowsWholeLine(rule: number): boolean;
  /**
   * Sets the current text and returns the rules that may match it, unsorted. No other rule matches. Text after `MAX_TEXT`
   * is ignored.
   */
  candidates(text: string, budget: Budget): readonly number[];
  /** Whether a candidate matches the current text. Also false if the budget is exhausted. */
  confirms(rule: number, reach: Reach, budget: Budget): boolean;
  /** The leftmost and then shortest match of a rule in the current text. */
  locate(rule: number, reach: Reach, budget: Budget): MatchSpan | undefined;
}
