import type { RuleSet } from '../matcher/ruleSet';
import type { Rule, RuleMode } from '../core/rule';

/** The parts of a rule that verdicts and explanations use. */
export type PolicyRule = Pick<
  Rule,
  'id' | 'pattern' | 'effect' | 'mode' | 'title' | 'reason' | 'instead'
>;

/** A policy ready for evaluation: compiled by `compilePolicy` or read by `readPublishedPolicy`. */
export interface ReadablePolicy {
  readonly version: string;
  readonly seq: number;
  /** Number of rules. */
  readonly size: number;
  readonly rules: RuleSet;
  ruleAt(index: number): PolicyRule;
  /** The mode of that rule, without reading its texts. */
  modeAt(index: number): RuleMode;
}
