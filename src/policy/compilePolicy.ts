import { createMatcher, type Matcher } from '../matcher/matcher';
import type { Rule } from '../core/rule';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** A policy compiled in this process. Pass it to `compilePolicy` again to compile only changes. */
export interface CompiledPolicy extends ReadablePolicy {
  readonly matcher: Matcher;
}

/**
 * Compiles the rules in force. Given the previous compiled policy, compiles only what changed. Throws `invalid-pattern`
 * if a pattern is outside the dialect.
 */
export function compilePolicy(
  policy: { readonly rules: readonly Rule[]; readonly version: string; readonly seq: number },
  before?: CompiledPolicy,
): CompiledPolicy {
  const matcher =
    before === undefined ? createMatcher(policy.rules) : withRules(before.matcher, policy.rules);
  const byId = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const ordered = matcher.rules.flatMap(({ id }) => byId.get(id) ?? []);
  const ruleAt = (index: number): PolicyRule => ordered[index] ?? unknownRule(index);
  return {
    version: policy.version,
    seq: policy.seq,
    size: ordered.length,
    matcher,
    rules: matcher.set,
    ruleAt,
    modeAt: (index) => ruleAt(index).mode,
  };
}

function withRules(matcher: Matcher, rules: readonly Rule[]): Matcher {
  const known = new Set(matcher.rules.map(keyOf));
  const wanted = new Set(rules.map(keyOf));
  return matcher.withChanges({
    remove: matcher.rules.filter((rule) => !wanted.has(keyOf(rule))).map(({ id }) => id),
    add: rules.filter((rule) => !known.has(keyOf(rule))),
  });
}

/** Equal for rules that match the same commands with the same effect and id. */
function keyOf({ id, effect, pattern }: Pick<Rule, 'id' | 'effect' | 'pattern'>): string {
  return JSON.stringify([id, effect, pattern]);
}

/** The index comes from the matcher, so an unknown one is a bug. */
function unknownRule(index: number): PolicyRule {
  throw new Error(`There is no rule with index ${index}.`);
}
