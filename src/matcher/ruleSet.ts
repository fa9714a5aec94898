import type { Effect } from '../core/rule';
import type { Budget } from './budget';

/** Where a rule's match may begin: anywhere, or only at the text's start. */
export type Reach = 'floating' | 'fromStart';

/** Where in a text a rule matched. */
export interface MatchSpan {
  readonly start: number;
  readonly end: number;
}

/** Compiled rules that texts are asked about, one text at a time. */
export interface RuleSet {
  effectOf(rule: number): Effect;
  /** Whether this allow rule may allow a whole line, by matching all of it. */
  allowsWholeLine(rule: number): boolean;
  /**
   * Takes `text` up and names the rules that may match it, in no order; no other rule matches it. What is asked next
   * is asked of this text. Text beyond `MAX_TEXT` is not looked at.
   */
  candidates(text: string, budget: Budget): readonly number[];
  /** Whether `rule`, a candidate, matches the text taken up. False, too, when the budget is exhausted. */
  confirms(rule: number, reach: Reach, budget: Budget): boolean;
  /** Where in the text taken up `rule` matches: the leftmost match, as short as it can be. */
  locate(rule: number, reach: Reach, budget: Budget): MatchSpan | undefined;
}
