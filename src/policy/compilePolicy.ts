import { createMatcher } from '../matcher/matcher';
import type { Rule } from '../core/rule';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** Compiles rules at once. Throws `invalid-pattern` if a pattern is outside the dialect. */
export function compilePolicy(policy: {
  readonly rules: readonly Rule[];
  readonly version: string;
  readonly seq: number;
}): ReadablePolicy {
  const { rules } = policy;
  const ruleAt = (index: number): PolicyRule => rules[index] ?? unknownRule(index);
  return {
    version: policy.version,
    seq: policy.seq,
    size: rules.length,
    rules: createMatcher(rules).set,
    ruleAt,
    modeAt: (index) => ruleAt(index).mode,
  };
}

/** The index comes from the matcher, so an unknown one is a bug. */
function unknownRule(index: number): PolicyRule {
  throw new Error(`There is no rule with index ${index}.`);
}
