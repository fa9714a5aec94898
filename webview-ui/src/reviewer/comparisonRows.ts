import type { Review, RuleInForce, RuleToAdd } from '../../../src/protocol/reviewer';

/** One line of the comparison: the rule before and after the change. */
export type Row =
  | { readonly change: 'same'; readonly before: RuleInForce; readonly after: RuleInForce }
  | { readonly change: 'removed'; readonly before: RuleInForce; readonly after?: undefined }
  | { readonly change: 'added'; readonly before?: undefined; readonly after: RuleToAdd }
  | { readonly change: 'changed'; readonly before: RuleInForce; readonly after: RuleToAdd };

/**
 * The policy before and after the change, one line per rule in the order of the rules in force, new rules last. A rule
 * that is removed and added again with the same pattern is one changed line.
 */
export function comparisonRows(review: Review): readonly Row[] {
  const removed = new Map(review.remove.map((rule) => [rule.id, rule]));
  const remaining = [...review.add];
  const listed = new Set(review.inForce.map((rule) => rule.id));
  const before = [...review.inForce, ...review.remove.filter((rule) => !listed.has(rule.id))];
  const rows = before.map((rule): Row => {
    if (!removed.has(rule.id)) return { change: 'same', before: rule, after: rule };
    const at = remaining.findIndex((other) => other.pattern === rule.pattern);
    const [after] = at < 0 ? [] : remaining.splice(at, 1);
    if (after === undefined) return { change: 'removed', before: rule };
    return { change: 'changed', before: rule, after };
  });
  return [...rows, ...remaining.map((after): Row => ({ change: 'added', after }))];
}
