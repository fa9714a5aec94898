import type { AppPorts, KnownModel, QueueEntry } from './appPorts';
import type { PolicyDiff } from './core/diff';
import { RulewrightError } from './core/errors';
import type { PolicyStore, RunControl } from './core/ports';
import type { Rule } from './core/rule';
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
      const [commands, rules] = await Promise.all([history.labelled(), policies.listRules()]);
      const diff = withoutRules(await learner.starterRules(commands), rules);
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

/** What the policy lacks of a diff that only adds. Throws `invalid-input` when it lacks nothing. */
function withoutRules(diff: PolicyDiff, rules: readonly Rule[]): PolicyDiff {
  const there = new Set(rules.map(({ pattern, effect }) => `${effect} ${pattern}`));
  const kept = diff.add.map(({ pattern, effect }) => !there.has(`${effect} ${pattern}`));
  if (kept.includes(true)) {
    const evidence = diff.meta['evidence'];
    const parallel = Array.isArray(evidence) && evidence.length === diff.add.length;
    return {
      add: diff.add.filter((_, index) => kept[index]),
      remove: diff.remove,
      meta: parallel
        ? { ...diff.meta, evidence: evidence.filter((_, index) => kept[index]) }
        : diff.meta,
    };
  }
  throw new RulewrightError('invalid-input', 'All starter rules are in force already.', {
    hint: 'Look at the Rules view.',
  });
}
