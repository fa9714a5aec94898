import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Label } from '../core/label';
import type { EventHistory, PolicyStore } from '../core/ports';
import type { OtherRule } from '../core/liveBacktest';
import { BacktestThread, type BacktestInput } from '../ml/worker/backtestThread';
import type { WorkerOptions } from '../ml/worker/workerJob';
import type { Backtests, OpenBacktest } from './ports';

/** What backtests depend on. */
export interface BacktestOptions extends WorkerOptions {
  readonly history: EventHistory;
  readonly policies: Pick<PolicyStore, 'listRules' | 'listSuggestions'>;
}

/** Backtests in worker threads, one for each open review. */
export function createBacktests({ history, policies, ...worker }: BacktestOptions): Backtests {
  const open = new Set<OpenBacktest>();
  return {
    open: (subjectId, removed = []) => {
      const read = () => inputOf(history, policies, subjectId, removed);
      const thread = new BacktestThread(worker, read);
      const backtest: OpenBacktest = {
        test: (edits, run) => thread.test(edits, run),
        hits: (edit, from, limit, run) => thread.hits(edit, from, limit, run),
        ways: (rule, examples, run) => thread.ways(rule, examples, run),
        exclude: (rule, command, run) => thread.exclude(rule, command, run),
        label: async (command, label, author) => {
          await labelNewest(history, command, label, author);
          await thread.label(command, label);
        },
        close: async () => {
          open.delete(backtest);
          await thread.close();
        },
      };
      open.add(backtest);
      return backtest;
    },
    close: async () => {
      await Promise.all([...open].map((one) => one.close()));
    },
  };
}

/** The history now, with the rules that stay in force and those of the other pending suggestions. */
async function inputOf(
  history: EventHistory,
  policies: BacktestOptions['policies'],
  subjectId: string,
  removed: readonly string[],
): Promise<BacktestInput> {
  const [commands, rules, pending] = await Promise.all([
    history.labelled(),
    policies.listRules(),
    policies.listSuggestions('pending'),
  ]);
  const gone = new Set(removed);
  const staying = rules.filter(({ id }) => !gone.has(id));
  const inForce = staying.map(({ id, title, pattern, effect, mode }): OtherRule => {
    return { place: 'inForce', id, ...titled(title), pattern, effect, mode };
  });
  const waiting = pending
    .filter(({ id }) => id !== subjectId)
    .flatMap(({ id, diff }) =>
      diff.add.map(({ title, pattern, effect, mode = 'enforce' }): OtherRule => {
        return { place: 'pending', id, ...titled(title), pattern, effect, mode };
      }),
    );
  return { commands, others: [...inForce, ...waiting] };
}

const titled = (title: string | undefined) => (title === undefined ? {} : { title });

/** Labels belong to events: the newest one of the command gets it. */
async function labelNewest(
  history: EventHistory,
  command: string,
  label: Label,
  author: string,
): Promise<void> {
  let newest: string | undefined;
  for await (const event of history.all()) if (event.command === command) newest = event.id;
  if (newest === undefined) {
    throw new RulewrightError('not-found', l10n.t('This command is no longer in the history.'), {
      hint: l10n.t('Refresh the review.'),
    });
  }
  await history.label(newest, label, author);
}
