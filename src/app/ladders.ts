import type { AddedRule, PolicyDiff } from '../core/diff';
import type { LiveBacktest } from '../core/liveBacktest';
import type { RunControl } from '../core/ports';
import type { Effect } from '../core/rule';
import { ladder, type Rung } from '../ml/rules/ladder';
import type { Backtests } from './ports';

/** A rung with the backtest of each of its rules on the history. */
export interface TestedRung extends Rung {
  readonly tests: readonly LiveBacktest[];
}

/** The rungs for a command with their hits, counted in a worker thread. Throws `cancelled`. */
export async function testedLadder(
  backtests: Backtests,
  { command, effect, at }: { command: string; effect: Effect; at?: number | undefined },
  run: RunControl,
): Promise<readonly TestedRung[]> {
  const rungs = ladder(command, effect, at);
  if (rungs.length === 0) return [];
  const open = backtests.open();
  try {
    const rules = rungs.flatMap((rung) => rung.rules);
    const results = await open.test(
      rules.map(({ pattern }) => ({ rule: { pattern, effect } })),
      run,
    );
    const resultOf = new Map<AddedRule, LiveBacktest | undefined>(
      rules.map((rule, at) => [rule, results[at]]),
    );
    return rungs.map((rung) => ({
      ...rung,
      tests: rung.rules.flatMap((rule) => resultOf.get(rule) ?? []),
    }));
  } finally {
    await open.close();
  }
}

/** The diff for the rung that the user chose for a command. The command is one of its required matches. */
export function rungDiff({ rules, tests }: TestedRung, command: string): PolicyDiff {
  const evidence = tests.flatMap((one) => (one.state === 'tested' ? [one.evidence] : []));
  const only = rules.length === 1 ? { match: [command] } : {};
  return {
    add: rules.map((rule) => ({ ...rule, ...only })),
    remove: [],
    meta: evidence.length === rules.length ? { evidence } : {},
  };
}
