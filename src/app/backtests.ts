import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../core/errors';
import type { Label } from '../core/label';
import type { EventHistory, PolicyStore } from '../core/ports';
import type { LiveBacktest, OtherRule, TestedEdit } from '../core/liveBacktest';
import { secretInPattern } from '../history/redact/patternSecret';
import { BacktestThread, type BacktestInput } from '../ml/worker/backtestThread';
import type { WorkerOptions } from '../ml/worker/workerJob';
import type { Backtests } from './ports';

/** The dependencies of backtests. */
export interface BacktestOptions extends WorkerOptions {
  readonly history: EventHistory;
  readonly policies: Pick<PolicyStore, 'listRules' | 'listSuggestions'>;
}

/** Backtests for the open reviews, in one worker thread. */
export function createBacktests({ history, policies, ...worker }: BacktestOptions): Backtests {
  const thread = new BacktestThread(worker);
  return {
    open: (suggestionIds = [], removed = []) => {
      const review = thread.open(() => inputOf(history, policies, suggestionIds, removed));
      return {
        test: async (edits, run) => withSecrets(edits, await review.test(edits, run)),
        read: (run) => review.read(run),
        partialTest: async (edits, run) => withSecrets(edits, await review.partialTest(edits, run)),
        partialHits: (edit, from, limit, run) => review.partialHits(edit, from, limit, run),
        testBypasses: (rule, examples, run) => review.testBypasses(rule, examples, run),
        exclude: (rule, command, run) => review.exclude(rule, command, run),
        partialDecisions: (before, after, run) => review.partialDecisions(before, after, run),
        label: async (command, label, author) => {
          await labelNewest(history, command, label, author);
          await review.label(command, label);
        },
        close: () => {
          review.close();
          return Promise.resolve();
        },
      };
    },
    close: () => thread.close(),
  };
}

/** The results, with an error for each edited pattern that contains a secret. */
function withSecrets(
  edits: readonly TestedEdit[],
  results: readonly LiveBacktest[],
): readonly LiveBacktest[] {
  return results.map((result, at) => {
    const { rule, before } = edits[at] ?? {};
    if (rule === undefined || before === undefined || before.pattern === rule.pattern)
      return result;
    const secret = secretInPattern(rule.pattern);
    if (secret === undefined || result.state === 'invalid') return result;
    const { message, hint, start: offset } = secret;
    return { state: 'invalid', message, hint, offset };
  });
}

/**
 * The current history, the rules that stay in force, and those of the other pending suggestions.
 */
async function inputOf(
  history: EventHistory,
  policies: BacktestOptions['policies'],
  suggestionIds: readonly string[],
  removed: readonly string[],
): Promise<BacktestInput> {
  const [commands, rules, pending] = await Promise.all([
    history.labelled({ withFolders: true }),
    policies.listRules(),
    policies.listSuggestions('pending'),
  ]);
  const removedIds = new Set(removed);
  const own = new Set(suggestionIds);
  const remaining = rules.filter(({ id }) => !removedIds.has(id));
  const inForce = remaining.map(({ id, title, pattern, effect, mode }): OtherRule => {
    return { place: 'inForce', id, ...titled(title), pattern, effect, mode };
  });
  const waiting = pending
    .filter(({ id }) => !own.has(id))
    .flatMap(({ id, diff }) =>
      diff.add.map(({ title, pattern, effect, mode = 'enforce' }): OtherRule => {
        return { place: 'pending', id, ...titled(title), pattern, effect, mode };
      }),
    );
  return { commands, others: [...inForce, ...waiting] };
}

const titled = (title: string | undefined) => (title === undefined ? {} : { title });

/** Labels belong to events, so the newest event of the command is labelled. */
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
