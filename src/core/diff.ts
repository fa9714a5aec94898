import * as z from 'zod';
import { canonicalJson } from './canonicalJson';
import { sha256Hex } from './hash';
import { Effect, RuleInstead, RuleMode, RuleTitle, type Rule } from './rule';

/** One rule that a diff adds. `score` is 0–1, or absent if it was not measured. */
export const AddedRule = z.strictObject({
  pattern: z.string().min(1),
  effect: Effect,
  score: z.number().min(0).max(1).optional(),
  title: RuleTitle.optional(),
  reason: z.string().optional(),
  instead: RuleInstead.optional(),
  mode: RuleMode.optional(),
  /** Commands the pattern must match, checked when the diff is proposed. */
  match: z.array(z.string()).optional(),
  /** Commands the pattern must not match, checked when the diff is proposed. */
  not_match: z.array(z.string()).optional(),
});
export type AddedRule = z.infer<typeof AddedRule>;

/** A proposed change of the policy: rules to add, ids of rules to remove, and additional data in `meta`. */
export const PolicyDiff = z.strictObject({
  add: z.array(AddedRule),
  remove: z.array(z.string().min(1)),
  meta: z.record(z.string(), z.unknown()),
});
export type PolicyDiff = z.infer<typeof PolicyDiff>;

/** SHA-256 of the canonical JSON of a diff. Binds an approval to the diff that was shown. */
export function diffHash(diff: PolicyDiff): string {
  return sha256Hex(canonicalJson(diff));
}

/** The entry of a diff that adds an existing rule unchanged. */
export function addedOf(rule: Rule): AddedRule {
  return {
    pattern: rule.pattern,
    effect: rule.effect,
    mode: rule.mode,
    ...(rule.confidence === null ? {} : { score: rule.confidence }),
    ...(rule.title === undefined ? {} : { title: rule.title }),
    ...(rule.reason === '' ? {} : { reason: rule.reason }),
    ...(rule.instead === undefined ? {} : { instead: rule.instead }),
  };
}

/** The diff that changes the mode of a rule: the rule is removed and added again with a new id. */
export function modeSwitch(rule: Rule, mode: RuleMode, meta: PolicyDiff['meta'] = {}): PolicyDiff {
  return { add: [addedOf({ ...rule, mode })], remove: [rule.id], meta };
}

/**
 * The diff that changes the pattern of a rule: the rule is removed and added again with a new id. A title and a score
 * describe only the pattern that they were written for, so they are removed.
 */
export function patternChange(rule: Rule, pattern: string): PolicyDiff {
  const { title, ...others } = addedOf({ ...rule, pattern, confidence: null });
  const kept = pattern === rule.pattern && title !== undefined ? { title } : {};
  return { add: [{ ...others, ...kept }], remove: [rule.id], meta: {} };
}

/** The entries of `meta` that contain one element per added rule. */
const PER_RULE = ['evidence', 'rule_categories'] as const;

/**
 * The lists in `meta` with one element per added rule, for the rules at these indexes. Lists of another length are
 * omitted.
 */
export function listsPerRule(
  { add, meta }: PolicyDiff,
  isIn: (at: number) => boolean,
): Readonly<Partial<Record<(typeof PER_RULE)[number], readonly unknown[]>>> {
  return Object.fromEntries(
    PER_RULE.flatMap((name) => {
      const list: unknown = meta[name];
      const isParallel = Array.isArray(list) && list.length === add.length;
      const own = isParallel ? list.filter((_, at) => isIn(at)) : [];
      return own.length > 0 ? [[name, own]] : [];
    }),
  );
}
