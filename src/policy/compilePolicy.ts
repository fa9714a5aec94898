import { createMatcher, type Matcher } from '../matcher/matcher';
import type { Rule } from '../core/rule';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** A policy compiled in this process; give it back to `compilePolicy` after a change. */
export interface CompiledPolicy extends ReadablePolicy {
  readonly matcher: Matcher;
}

/**
 * Compiles rules in force. With the policy compiled before, only what changed is compiled. Throws `invalid-pattern`
 * when a rule is not within the dialect.
 */
export function compilePolicy(
  policy: { readonly rules: readonly Rule[]; readonly version: string; readonly seq: number },
  before?: CompiledPolicy,
): CompiledPolicy {
  const matcher =
    before === undefined ? createMatcher(policy.rules) : follow(before.matcher, policy);
  const byId = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const ordered = matcher.rules.flatMap(({ id }) => byId.get(id) ?? []);
  return {
    version: policy.version,
    seq: policy.seq,
    size: ordered.length,
    matcher,
    rules: matcher.set,
    ruleAt: (index) => ordered[index] ?? unknownRule(index),
  };
}

function follow(matcher: Matcher, { rules }: { readonly rules: readonly Rule[] }): Matcher {
  const known = new Set(matcher.rules.map(meaningOf));
  const wanted = new Set(rules.map(meaningOf));
  return matcher.withChanges({
    remove: matcher.rules.filter((rule) => !wanted.has(meaningOf(rule))).map(({ id }) => id),
    add: rules.filter((rule) => !known.has(meaningOf(rule))),
  });
}

function meaningOf({ id, effect, pattern }: Pick<Rule, 'id' | 'effect' | 'pattern'>): string {
  return JSON.stringify([id, effect, pattern]);
}

/** The index comes from the matcher, so this is a programming error and not a person's. */
function unknownRule(index: number): PolicyRule {
  throw new Error(`no rule number ${index}`);
}
