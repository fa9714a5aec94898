import type { CountedHits, EventHistory, PolicyStore, RuleHits } from '../core/ports';
import { ruleKey, type Rule } from '../core/rule';

/**
 * The hits of each rule, including those in its other mode: switching between enforced and shadow mode removes a rule
 * and adds it again with a new id.
 */
export async function countedHits(
  history: Pick<EventHistory, 'ruleHits'>,
  policies: Pick<PolicyStore, 'listVersions'>,
): Promise<ReadonlyMap<string, CountedHits>> {
  const [hits, versions] = await Promise.all([history.ruleHits(), policies.listVersions()]);
  const all = new Map([...hits].map(([id, own]) => [id, { ...own, earlier: 0 }]));
  // Oldest first, so that a rule that was switched twice has the hits of all three.
  for (const { removedRules, addedRules } of versions.toReversed()) {
    for (const [before, after] of switched(removedRules, addedRules)) {
      const earlier = all.get(before.id);
      if (earlier !== undefined) all.set(after.id, withEarlier(hits.get(after.id), earlier));
    }
  }
  return all;
}

/** The rules whose mode a version changed, before and after. */
function switched(
  removed: readonly Rule[],
  added: readonly Rule[],
): readonly (readonly [Rule, Rule])[] {
  const before = new Map(removed.map((rule) => [ruleKey(rule), rule]));
  return added.flatMap((rule) => {
    const own = before.get(ruleKey(rule));
    return own === undefined || own.mode === rule.mode ? [] : [[own, rule] as const];
  });
}

function withEarlier(own: RuleHits | undefined, earlier: RuleHits): CountedHits {
  const { count, lastTs } = own ?? { count: 0, lastTs: '' };
  return {
    count: count + earlier.count,
    lastTs: lastTs > earlier.lastTs ? lastTs : earlier.lastTs,
    earlier: earlier.count,
  };
}
