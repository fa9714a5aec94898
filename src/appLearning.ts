import type { AppPorts, KnownModel, QueueEntry } from './appPorts';
import type { PolicyDiff } from './core/diff';
import type { PolicyStore, RunControl } from './core/ports';
import type { Suggestion } from './core/suggestion';
import type { Prediction } from './ml/prediction';
import type { Abstention } from './ml/suggestionReport';

/** What one run of the learner left behind. */
export interface Generated {
  /** Newly pending. */
  readonly suggestions: readonly Suggestion[];
  /** Proposed before and still pending. */
  readonly repeated: number;
  readonly abstained: readonly Abstention[];
}

/** Learning on this window's history. */
export interface Learning {
  newest(): Promise<KnownModel | undefined>;
  train(run: RunControl): Promise<KnownModel>;
  /** Trains first where there is no model; stores each proposal as a pending suggestion. */
  generate(run: RunControl): Promise<Generated>;
  predict(command: string): Promise<Prediction>;
  labelQueue(limit: number): Promise<readonly QueueEntry[]>;
  /** Proposes the bundled rules that the policy lacks, or finds them pending already. */
  starterRules(): Promise<Suggestion>;
}

/** Joins history, learner and pending suggestions. */
export function createLearning({
  policies,
  history,
  learner,
}: Pick<AppPorts, 'policies' | 'history' | 'learner'>): Learning {
  const train = async (run: RunControl): Promise<KnownModel> =>
    learner.train(await history.labelled(run), run);
  return Object.freeze({
    newest: () => learner.newest(),
    train,
    async generate(run: RunControl) {
      if ((await learner.newest()) === undefined) await train(run);
      const [commands, rules] = await Promise.all([history.labelled(run), policies.listRules()]);
      const report = await learner.suggest({ commands, rules }, run);
      const fresh = await withoutPending(policies, report.diffs);
      const suggestions: Suggestion[] = [];
      for (const diff of fresh) {
        suggestions.push(await policies.propose({ proposedBy: proposer(diff), diff }));
      }
      const repeated = report.diffs.length - fresh.length;
      return { suggestions, repeated, abstained: report.abstained };
    },
    predict: (command: string) => learner.predict(command),
    labelQueue: (limit: number) => learner.labelQueue(history, limit),
    async starterRules() {
      const diff = await learner.starterRules(await history.labelled());
      const pending = await policies.listSuggestions('pending');
      const there = pending.find((suggestion) => gist(suggestion.diff) === gist(diff));
      return there ?? policies.propose({ proposedBy: proposer(diff), diff });
    },
  });
}

function proposer(diff: PolicyDiff): string {
  const name = diff.meta['proposed_by'];
  return typeof name === 'string' && name !== '' ? name : 'trainer';
}

/** Diffs that say something no pending suggestion says already. */
async function withoutPending(
  policies: Pick<PolicyStore, 'listSuggestions'>,
  diffs: readonly PolicyDiff[],
): Promise<readonly PolicyDiff[]> {
  const pending = await policies.listSuggestions('pending');
  const said = new Set(pending.map((suggestion) => gist(suggestion.diff)));
  return diffs.filter((diff) => !said.has(gist(diff)));
}

function gist(diff: PolicyDiff): string {
  return JSON.stringify([
    diff.add.map(({ pattern, effect, mode }) => [effect, mode ?? 'enforce', pattern]).sort(),
    [...diff.remove].sort(),
  ]);
}
