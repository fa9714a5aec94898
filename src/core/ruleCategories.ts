import { ruleKey } from './rule';
import type { PolicyVersion } from './version';

/**
 * The category in which each rule was approved, by `ruleKey`. Only starter rules have one. `versions`: newest first.
 */
export function ruleCategories(versions: readonly PolicyVersion[]): ReadonlyMap<string, string> {
  const oldestFirst = versions.toReversed();
  return new Map(
    oldestFirst.flatMap(({ diff: { add, meta } }) => {
      const titles: unknown = meta['rule_categories'];
      if (!Array.isArray(titles) || titles.length !== add.length) return [];
      return add.flatMap((rule, at) => {
        const title: unknown = titles[at];
        return typeof title === 'string' ? [[ruleKey(rule), title] as const] : [];
      });
    }),
  );
}
