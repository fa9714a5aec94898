import { byCodeUnit } from './byCodeUnit';
import { ruleKey, type Effect, type Rule } from './rule';
import type { PolicyVersion } from './version';

/**
 * The titles of the categories of starter rules by id, in display order. The files of the rules contain them too, and
 * the window does not load those.
 */
export const STARTER_CATEGORY_TITLES: Readonly<Record<string, string>> = {
  files: 'Files and folders',
  disks: 'Disks and file systems',
  git: 'Work in Git',
  secrets: 'Keys, passwords and tokens',
  agents: "Agents' own settings",
  'remote-code': 'Code from the network',
  attacks: 'Remote shells and attack tools',
  persistence: 'Code that runs later',
  privileges: 'Users and permissions',
  machine: 'Services, processes and this machine',
  network: 'Firewalls and network',
  traces: 'Logs and command history',
  databases: 'Databases and queues',
  containers: 'Containers',
  clusters: 'Clusters and infrastructure',
  cloud: 'Clouds and hosting',
  publishing: 'Publishing and forges',
  money: 'Money and messages',
  backups: 'Backups',
  windows: 'Windows and PowerShell',
};

/** Effects in order of precedence. */
const PRECEDENCE: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };

/** Compares two rules for sorting: the effect that takes precedence comes first. */
export function byEffect(a: Pick<Rule, 'effect'>, b: Pick<Rule, 'effect'>): number {
  return PRECEDENCE[a.effect] - PRECEDENCE[b.effect];
}

/**
 * Rules in the order in which they are read: by category, in display order, with rules without one last; within it by
 * effect, then by title or pattern. `categories`: see `ruleCategories`.
 */
export function inReadingOrder(
  rules: readonly Rule[],
  categories: ReadonlyMap<string, string>,
): readonly Rule[] {
  const places = new Map(Object.values(STARTER_CATEGORY_TITLES).map((title, at) => [title, at]));
  const placed = rules.map((rule) => {
    const category = categories.get(ruleKey(rule));
    const place = category === undefined ? places.size + 1 : (places.get(category) ?? places.size);
    return { rule, place, category: category ?? '', name: rule.title ?? rule.pattern };
  });
  placed.sort(
    (a, b) =>
      a.place - b.place ||
      byCodeUnit(a.category, b.category) ||
      byEffect(a.rule, b.rule) ||
      byCodeUnit(a.name, b.name),
  );
  return placed.map(({ rule }) => rule);
}

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
