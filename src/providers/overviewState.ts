import type { App } from '../app';
import { lastDays } from '../core/localDay';
import type { DayCounts } from '../core/ports';
import { ruleKey, type Rule } from '../core/rule';
import { ruleCategories, STARTER_CATEGORY_TITLES } from '../core/ruleCategories';
import type { OverviewState } from '../protocol/dashboard';
import { lostConnection } from './nodes/hostNodes';
import { titleWithCode } from './nodes/nodeTexts';

/** Number of days in the overview. */
const DAYS = 14;
/** Number of rules listed in the overview. */
const MOST_HIT = 10;

/** The most recent days, the rules with the most hits, and pending work for the user. */
export async function overviewState(app: App, nowMs: number): Promise<OverviewState> {
  const { policies, history, connections } = app;
  const [days, rules, hits, pending, hosts, versions] = await Promise.all([
    history.dayCounts(),
    policies.listRules(),
    app.ruleHits(),
    policies.listSuggestions('pending'),
    connections.list(),
    policies.listVersions(),
  ]);
  const used = rules
    .flatMap((rule) => {
      const { count = 0, lastTs = '' } = hits.get(rule.id) ?? {};
      const { id, effect, mode } = rule;
      return count === 0
        ? []
        : [{ id, title: titleWithCode(rule), effect, mode, hits: count, lastTs }];
    })
    .sort((a, b) => b.hits - a.hits);
  const shadow = rules.filter(({ mode }) => mode === 'shadow').length;
  return {
    state: 'ready',
    days: lastDays(DAYS, nowMs).map((day) => ({ day, ...(days.get(day) ?? NO_COMMANDS) })),
    rules: used.slice(0, MOST_HIT),
    enforced: rules.length - shadow,
    shadow,
    unused: rules.length - used.length,
    categories: categoryRows(rules, hits, ruleCategories(versions)),
    pending: pending.length,
    lost: hosts.flatMap((host) => lostConnection(host) ?? []),
  };
}

/** For each category of starter rules, the number of rules in force. `categories`: see `ruleCategories`. */
function categoryRows(
  rules: readonly Rule[],
  hits: Awaited<ReturnType<App['ruleHits']>>,
  categories: ReadonlyMap<string, string>,
) {
  return Object.values(STARTER_CATEGORY_TITLES).map((title) => {
    const own = rules.filter((rule) => categories.get(ruleKey(rule)) === title);
    const shadow = own.filter(({ mode }) => mode === 'shadow').length;
    const count = own.reduce((sum, { id }) => sum + (hits.get(id)?.count ?? 0), 0);
    return { title, enforced: own.length - shadow, shadow, hits: count };
  });
}

const NO_COMMANDS: DayCounts = { commands: 0, denied: 0, asked: 0, shadow: 0 };
