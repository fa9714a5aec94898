import type { RuleSet } from '../matcher/ruleSet';
import type { Rule } from '../core/rule';

/** What a verdict tells of a rule. */
export type PolicyRule = Pick<
  Rule,
  'id' | 'pattern' | 'effect' | 'mode' | 'title' | 'reason' | 'instead'
>;

/** A policy ready to decide, compiled here (`compilePolicy`) or read from the published file (`readPublishedPolicy`). */
export interface ReadablePolicy {
  readonly version: string;
  readonly seq: number;
  /** How many rules there are. */
  readonly size: number;
  readonly rules: RuleSet;
  ruleAt(index: number): PolicyRule;
}
